package io.holdfast.cli;

import io.holdfast.cli.console.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The file that replicas read the keyset from. */
final class KeysetFile {

    private KeysetFile() {}

    static String read(Path file) {
        return content(file).orElseThrow(() -> Failure.wrongUsage("the file of the keyset cannot be read: " + file));
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whole or not at all, and for whom the old one was. */
    static void write(Path file, String keyset) {
        try {
            replace(file, keyset);
        } catch (IOException failed) {
            throw Failure.failed("the file of the keyset cannot be written: " + file + " ("
                    + failed.getClass().getSimpleName() + ")");
        }
    }

    /**
     * What was sealed with a key is lost with that key, and somebody else, such as a tool that puts files back, may have written the file since, or taken it away.
     *
     * @param keyset that this process has written there, or read
     */
    static void requireStill(Path file, String keyset) {
        if (content(file).equals(Optional.of(keyset))) {
            return;
        }
        throw Failure.failed("somebody else has changed " + file
                + " meanwhile, and nothing more was done. All keys of this run are in " + kept(file, keyset)
                + ": replicas may have sealed with any of them. Put that where they read it, and begin again");
    }

    /** With the file its folder may be gone, or full. */
    private static Path kept(Path file, String keyset) {
        Path whole = file.toAbsolutePath();
        Path here = Path.of("").toAbsolutePath();
        Path anywhere = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path folder : List.of(whole.getParent(), here, anywhere)) {
            Path kept = folder.resolve(file.getFileName() + ".kept");
            for (int n = 1; Files.exists(kept); n++) {
                kept = folder.resolve(file.getFileName() + ".kept-" + n);
            }
            try {
                replace(kept, keyset);
                return kept;
            } catch (IOException noPlace) {
                // the next one, perhaps
            }
        }
        throw Failure.failed("somebody else has changed " + file
                + " meanwhile, and the keys of this run can be written nowhere else: replicas may have sealed with any of"
                + " them, and know them until they read the file again");
    }

    private static void replace(Path file, String keyset) throws IOException {
        // who reads the file may know it by another name
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            createFor(target, fresh);
        }
        try {
            Files.writeString(fresh, keyset + System.lineSeparator(), StandardCharsets.UTF_8);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            Files.deleteIfExists(fresh);
            throw full;
        }
    }

    /** Whoever can read the old one can read the new one: a service that cannot goes on with the key that is given up. */
    private static void createFor(Path target, Path fresh) throws IOException {
        if (!Files.exists(target)) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return;
        }
        PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(old.permissions()));
        PosixFileAttributeView made = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        // what a process makes is cut by its umask
        made.setPermissions(old.permissions());
        try {
            if (!made.readAttributes().group().equals(old.group())) {
                made.setGroup(old.group());
            }
            if (!made.getOwner().equals(old.owner())) {
                made.setOwner(old.owner());
            }
        } catch (IOException notAllowed) {
            Files.delete(fresh);
            throw Failure.failed("the file of the keyset belongs to "
                    + old.owner().getName() + ":" + old.group().getName()
                    + ", and what is written in its place would not: run this as that user");
        }
    }
}
