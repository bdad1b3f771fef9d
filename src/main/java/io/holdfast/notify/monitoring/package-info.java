/** What somebody who watches Holdfast should hear of: events for Splunk and Datadog. */
package io.holdfast.notify.monitoring;
