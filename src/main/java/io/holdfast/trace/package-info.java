/** Which request, dispute and operation a piece of work belongs to: for traces, and for the lines of the log; and gauges without a gap. */
package io.holdfast.trace;
