package io.holdfast.secret;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner;

/**
 * The SDK can use AWS's native library (CRT) where it is on the class path. It is not: Secrets Manager needs neither its signatures over several regions nor
 * its checksums. On the JVM the SDK finds that out when it runs; a native image links every class that can be reached when it is made, and could not be made
 * with these. What the SDK does without the library, it does here without having to look.
 */
final class AwsWithoutCrt {

    private AwsWithoutCrt() {}

    static UnsupportedOperationException absent() {
        return new UnsupportedOperationException("AWS's CRT library is not part of this program");
    }

    @TargetClass(className = "software.amazon.awssdk.http.auth.aws.internal.signer.util.OptionalDependencyLoaderUtil")
    static final class Signer {

        private Signer() {}

        @Substitute
        public static DefaultAwsCrtV4aHttpSigner getDefaultAwsCrtV4aHttpSigner() {
            throw absent();
        }
    }

    @TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
    static final class Checksums {

        private Checksums() {}

        @Substitute
        static SdkChecksum createCrtCrc32C() {
            return null;
        }

        @Substitute
        static SdkChecksum crc64NvmeCrtImplementation() {
            throw absent();
        }

        @Substitute
        static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
            throw absent();
        }
    }
}
