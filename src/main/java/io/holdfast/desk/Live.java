package io.holdfast.desk;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks the method that streams, and the filter that lets in. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@interface Live {}
