/** What a credential is and may do, for every entry that asks for one. */
package io.holdfast.credential;
