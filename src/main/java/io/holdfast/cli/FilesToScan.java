package io.holdfast.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What there is to read under the paths that were named. Links are followed, and each folder is read once, however many links lead to it. What is passed over is
 * told: whoever reads that nothing was found believes that all was looked at.
 */
final class FilesToScan {

    private final Consumer<Path> passedOver;
    private final List<Path> files = new ArrayList<>();
    private final Set<Object> folders = new HashSet<>();
    private boolean endless;
    private long bytes;

    /** @param passedOver is told what cannot be read */
    FilesToScan(Consumer<Path> passedOver) {
        this.passedOver = passedOver;
    }

    /** @param path of something that is there. What is no folder is read to its end, such as a pipe; in a folder nobody may ever write to one */
    void add(Path path) {
        if (!Files.isDirectory(path)) {
            endless |= !Files.isRegularFile(path);
            bytes += path.toFile().length();
            files.add(path);
            return;
        }
        Walk walk = new Walk();
        try {
            Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException broken) {
            passedOver.accept(path);
        }
        walk.found.stream().sorted().forEach(files::add);
    }

    Stream<Path> files() {
        return files.stream();
    }

    /** Empty if nobody knows. */
    OptionalLong bytes() {
        return endless ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        private final List<Path> found = new ArrayList<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isNew = attributes.fileKey() == null || folders.add(attributes.fileKey());
            return isNew ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                found.add(file);
                bytes += attributes.size();
            } else {
                passedOver.accept(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!(failure instanceof FileSystemLoopException)) {
                passedOver.accept(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            if (failure != null) {
                passedOver.accept(folder);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
