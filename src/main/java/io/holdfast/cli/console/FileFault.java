package io.holdfast.cli.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file or folder. What Java says of the commonest faults is the path alone. */
public final class FileFault {

    /** What Java reads in place of bytes that are no character in the charset of the locale. */
    private static final char LOST = '\uFFFD';

    private FileFault() {}

    /** @return the path, and why it cannot be used */
    public static String told(FileSystemException failure) {
        return told(failure, System.getProperty("user.dir", ""));
    }

    /** @param here where the process was started; in a path that was made of it the characters that were lost are question marks */
    static String told(FileSystemException failure, String here) {
        String file = String.valueOf(failure.getFile());
        if (here.indexOf(LOST) >= 0 && file.indexOf('?') >= 0) {
            return file
                    + ": its name has characters that this locale has not. Set one of UTF-8, such as LC_ALL=C.UTF-8";
        }
        if (failure.getReason() != null) {
            return failure.getMessage();
        }
        return file + ": " + why(failure);
    }

    private static String why(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "this user may not read or write it";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "is there already, and is something else";
        }
        return failure.getClass().getSimpleName();
    }
}
