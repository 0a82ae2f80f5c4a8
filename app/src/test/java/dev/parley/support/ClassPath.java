package dev.parley.support;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the classes of these tests come from, for Java programs that they start. */
public final class ClassPath {
    private ClassPath() {}

    /** As java's -cp takes it, also where a launcher has loaded them itself, as JUnit's console does. */
    public static String own() {
        ClassLoader loader = ClassPath.class.getClassLoader();
        return loader instanceof URLClassLoader urls
                ? Stream.of(urls.getURLs()).map(ClassPath::path).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
