package io.holdfast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileFaultTest {

    @Test
    void aPathIsToldWithWhatIsWrong() {
        assertThat(FileFault.told(new AccessDeniedException("/data")))
                .isEqualTo("/data: this user may not read or write it");
        assertThat(FileFault.told(new NoSuchFileException("/data")))
                .isEqualTo("/data: there is no such file or folder");
        assertThat(FileFault.told(new NotDirectoryException("/data"))).isEqualTo("/data: NotDirectoryException");
    }

    @Test
    void whatTheSystemSaysIsTold() {
        assertThat(FileFault.told(new FileSystemException("/data", null, "Read-only file system")))
                .isEqualTo("/data: Read-only file system");
    }

    @Test
    void aNameThatTheLocaleCannotWriteIsTold() {
        assertThat(FileFault.told(new NoSuchFileException("/d?mo"), "/d\uFFFDmo"))
                .contains("LC_ALL=C.UTF-8");
        assertThat(FileFault.told(new NoSuchFileException("/d?mo"), "/data")).doesNotContain("LC_ALL");
    }
}
