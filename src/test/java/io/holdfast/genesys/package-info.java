/**
 * Proves what is in {@code genesys/} without Genesys Cloud: data actions are rendered, sent and translated as the platform does it, call flows are
 * run by a small interpreter, and both are held against rules that the platform has.
 *
 * <p>Sources: Genesys Cloud's help pages on data actions (contracts, Velocity macros, response configuration) and on Architect, and flows that
 * Genesys publishes.
 */
package io.holdfast.genesys;
