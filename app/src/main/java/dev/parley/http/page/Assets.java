package dev.parley.http.page;

import dev.parley.identity.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of the browser client that this instance was built with, and the version that they make together.
 *
 * <p>They are read and made when the first page or file is asked for, not before: that takes a fresh JVM half a second, and some
 * memory for good, which an instance need not have to be ready for those who come back to their streams. Who asks meanwhile waits.
 */
final class Assets {
    private static final String FOLDER = "web/assets/";
    private static final String PAGE = "/web/index.html";
    private static final String FRAMED_PAGE = "/web/framed.html";
    private static final int VERSION_LENGTH = 32;
    private static final List<String> WHOLE = List.of("js/app.js", "js/parley.js", "js/embed.js");

    private final Map<String, Asset> files;
    private final Map<String, Asset> lean;
    private final String version;

    private Assets(Map<String, Asset> files) {
        this.files = files;
        Map<String, Asset> lean = new HashMap<>();
        files.forEach((path, file) -> lean.put(path, file.lean()));
        WHOLE.forEach(path -> lean.put(path, whole(path, lean)));
        this.lean = Map.copyOf(lean);
        this.version = Digest.of(lean.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(file -> file.getKey() + ' ' + file.getValue().digest())
                        .collect(Collectors.joining("\n")))
                .substring(0, VERSION_LENGTH);
    }

    private static final class Own {
        static final Assets ASSETS = new Assets(read());
    }

    /** Those in the class path; read once, by the first who asks. */
    static Assets own() {
        return Own.ASSETS;
    }

    /** 32 hex digits, others when any file is another. */
    String version() {
        return version;
    }

    /**
     * A file, by its path such as {@code js/ids.js}: as it was written, or, where pages begin with it, as one with all that it
     * imports; null when there is none.
     */
    Asset file(String path) {
        return WHOLE.contains(path) ? lean.get(path) : files.get(path);
    }

    private static Asset whole(String path, Map<String, Asset> lean) {
        return lean.get(path).with(Bundle.of(of -> lean.get(of).text(), path));
    }

    /** The same as browsers get it. */
    Asset lean(String path) {
        return lean.get(path);
    }

    /** The page that everything begins with, as it was written. */
    static String page() {
        return read(PAGE);
    }

    /** The page that is one room, for frames. */
    static String framedPage() {
        return read(FRAMED_PAGE);
    }

    private static String read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Asset> read() {
        URL page = Assets.class.getResource(PAGE);
        try {
            return page.getProtocol().equals("jar") ? readJar(page) : readFolder(Path.of(URI.create(page.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Asset> readJar(URL page) throws IOException {
        URL jar = ((JarURLConnection) page.openConnection()).getJarFileURL();
        Map<String, Asset> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(new File(URI.create(jar.toString())))) {
            for (ZipEntry entry : zip.stream().filter(Assets::isFile).toList()) {
                String path = entry.getName().substring(FOLDER.length());
                files.put(path, Asset.of(path, zip.getInputStream(entry).readAllBytes()));
            }
        }
        return files;
    }

    private static boolean isFile(ZipEntry entry) {
        return entry.getName().startsWith(FOLDER) && !entry.isDirectory();
    }

    private static Map<String, Asset> readFolder(Path page) throws IOException {
        Path folder = page.resolveSibling("assets");
        Map<String, Asset> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
                files.put(path, Asset.of(path, Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
