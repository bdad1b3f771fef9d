/** Calls back into Genesys Cloud CX: participant attributes for the agent, and workflows. */
package io.holdfast.notify.genesys;
