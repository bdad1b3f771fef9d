/**
 * The packaged application as real processes, beside a real PostgreSQL and a gateway that misbehaves: killed, restarted and told to stop under load. At
 * the end the gateway's books and Holdfast's record are compared.
 */
package io.holdfast.system;
