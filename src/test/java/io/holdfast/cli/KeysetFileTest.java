package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.cli.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever could read the old keyset reads the new one: a service that cannot goes on sealing with a key that is given up. */
class KeysetFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatALinkLeadsToIsReplacedAndTheLinkStays() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("keyset"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        // when
        KeysetFile.write(link, "new");

        // then
        assertThat(link).isSymbolicLink();
        assertThat(KeysetFile.read(file)).isEqualTo("new");
    }

    @Test
    void whoMayReadAndWriteTheFileDoesNotDependOnTheUmask() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("keyset"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        // when
        KeysetFile.write(file, "new");

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void whereSomebodyElseHasPutAnotherFileNoKeyIsLost() throws IOException {
        // given
        Path file = folder.resolve("keyset");
        KeysetFile.write(file, "with the new key");
        KeysetFile.requireStill(file, "with the new key");
        Files.writeString(file, "put back\n");
        Files.writeString(folder.resolve("keyset.kept"), "of another day");

        // when, then
        Path kept = folder.resolve("keyset.kept-1");
        assertThatThrownBy(() -> KeysetFile.requireStill(file, "with the new key"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(kept.toString())
                .hasMessageNotContaining("new key");
        assertThat(KeysetFile.read(kept)).isEqualTo("with the new key");
        assertThat(KeysetFile.read(file)).isEqualTo("put back");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
    }

    @Test
    void whereSomebodyElseHasTakenTheFileAwayNoKeyIsLost() throws IOException {
        // given
        Path file = folder.resolve("keyset");
        KeysetFile.write(file, "with the new key");
        Files.delete(file);

        // when, then
        assertThatThrownBy(() -> KeysetFile.requireStill(file, "with the new key"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("keyset.kept");
        assertThat(KeysetFile.read(folder.resolve("keyset.kept"))).isEqualTo("with the new key");
    }

    @Test
    void whereTheFolderIsGoneWithTheFileNoKeyIsLost() throws IOException {
        // given
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path file = mounted.resolve("keyset-of-a-folder-that-is-gone");
        KeysetFile.write(file, "with the new key");
        Files.delete(file);
        Files.delete(mounted);
        Path kept = Path.of("keyset-of-a-folder-that-is-gone.kept").toAbsolutePath();

        // when, then
        try {
            assertThatThrownBy(() -> KeysetFile.requireStill(file, "with the new key"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(kept.toString());
            assertThat(KeysetFile.read(kept)).isEqualTo("with the new key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    @Test
    void theFileKeepsItsOwnerAndWhoMayReadIt() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("keyset"), "old");
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
        UserPrincipal another =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        assumeThat(System.getProperty("user.name"))
                .as("only root gives files away")
                .isEqualTo("root");
        view.setOwner(another);

        // when
        KeysetFile.write(file, "new");

        // then
        PosixFileAttributes now = view.readAttributes();
        assertThat(now.owner()).isEqualTo(another);
        assertThat(PosixFilePermissions.toString(now.permissions())).isEqualTo("rw-r-----");
        assertThat(KeysetFile.read(file)).isEqualTo("new");
    }

    @Test
    void aNewFileIsForItsOwnerOnly() throws IOException {
        // given
        Path file = folder.resolve("keyset");

        // when
        KeysetFile.write(file, "new");

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
