package dev.parley.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.support.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A library, as {@code clients/clients.json} lists it.
 *
 * @param from the registry of packages it comes from
 * @param version of a browser, the installed one
 * @param kind which toolchain it needs: js, python, java, go, rust, shell or browser
 * @param program in {@code clients/}: what its own documentation tells to write
 * @param needs the option without which it does worse, for people; may be null
 * @param faults of the library itself: where it fails, by the name of the trial, why, and what to do; may be null
 */
@JsonIgnoreProperties(ignoreUnknown = false)
record Library(
        String name,
        String version,
        String from,
        String kind,
        String program,
        String needs,
        Map<String, String> faults) {
    static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("clients");

    Library {
        faults = faults == null ? Map.of() : faults;
    }

    static List<Library> all() {
        try {
            return new ObjectMapper()
                    .readValue(FOLDER.resolve("clients.json").toFile(), new TypeReference<List<Library>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How its program is started for a stream. */
    List<String> command(String url) {
        return switch (kind) {
            case "js" -> List.of("node", program, url);
            case "python" -> List.of("python/.venv/bin/python", program, url);
            case "java" -> List.of("java", "-XX:TieredStopAtLevel=1", "-cp", javaClassPath(), mainClass(), url);
            case "go" -> List.of("go/bin/" + Path.of(program).getParent().getFileName(), url);
            case "rust" -> List.of("rust/target/release/" + withoutEnding(Path.of(program)), url);
            case "shell" -> List.of("bash", program, url);
            case "browser" -> List.of("node", "browser/open.mjs", browser().toString(), program, url);
            default -> throw new IllegalStateException("clients.json: no kind " + kind);
        };
    }

    /** The program, as it is written. */
    String source() {
        try {
            return Files.readString(FOLDER.resolve(program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isBrowser() {
        return kind.equals("browser");
    }

    /** With the version that is installed. */
    Library asInstalled() {
        return new Library(name, Programs.version(browser()), from, kind, program, needs, faults);
    }

    private Path browser() {
        return program.endsWith("firefox.html") ? Programs.firefox() : Programs.browser();
    }

    @Override
    public String toString() {
        return name + " " + version + (from.isEmpty() ? "" : " (" + from + ")");
    }

    private String mainClass() {
        return "clients." + withoutEnding(Path.of(program));
    }

    private static String javaClassPath() {
        try {
            return "java/target/classes:" + Files.readString(FOLDER.resolve("java/target/classpath"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutEnding(Path file) {
        return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
    }
}
