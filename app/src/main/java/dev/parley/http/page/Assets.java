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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of the browser client that this instance was built with, and the version that they make together. */
final class Assets {
    private static final String FOLDER = "web/assets/";
    private static final String PAGE = "/web/index.html";
    private static final int VERSION_LENGTH = 32;

    /** As all modules here import others: by a path from their own folder. */
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|(?:import|export)\\b[^'\";(]*\\bfrom) '(\\.[^'\n]+)'", Pattern.MULTILINE);

    private final Map<String, Asset> files;
    private final Map<String, Asset> lean;
    private final String version;

    private Assets(Map<String, Asset> files) {
        this.files = files;
        this.lean = files.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, file -> file.getValue().lean()));
        this.version = Digest.of(lean.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(file -> file.getKey() + ' ' + file.getValue().digest())
                        .collect(Collectors.joining("\n")))
                .substring(0, VERSION_LENGTH);
    }

    private static final class Own {
        static final Assets ASSETS = new Assets(read());
    }

    /** Those in the class path; read once. */
    static Assets own() {
        return Own.ASSETS;
    }

    /** 32 hex digits, others when any file is another. */
    String version() {
        return version;
    }

    /** A file as it was written, by its path such as {@code js/app.js}; null when there is none. */
    Asset file(String path) {
        return files.get(path);
    }

    /** The same as browsers get it. */
    Asset lean(String path) {
        return lean.get(path);
    }

    /** A module, and all that it imports, by their paths, in the order in which they are met. */
    List<String> modules(String first) {
        Set<String> met = new LinkedHashSet<>(List.of(first));
        Deque<String> open = new ArrayDeque<>(met);
        while (!open.isEmpty()) {
            String path = open.remove();
            IMPORT.matcher(files.get(path).text())
                    .results()
                    .map(found -> resolve(path, found))
                    .filter(met::add)
                    .forEach(open::add);
        }
        return new ArrayList<>(met);
    }

    private static String resolve(String importer, MatchResult found) {
        return URI.create(importer).resolve(found.group(1)).toString();
    }

    /** The page that everything begins with, as it was written. */
    static String page() {
        try (InputStream in = Assets.class.getResourceAsStream(PAGE)) {
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
