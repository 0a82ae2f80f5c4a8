package dev.parley.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** docs/clients.md: which libraries hear everything, what they need, and how to start with them. */
final class ClientsPage {
    private static final Path FILE = Library.FOLDER.resolveSibling("docs/clients.md");
    private static final String TEMPLATE = "app/src/test/resources/dev/parley/clients/clients.md";

    private ClientsPage() {}

    static void write(List<Library> libraries, Map<Trial, Map<Library, Outcome>> outcomes) {
        try {
            String page = Files.readString(Library.FOLDER.resolveSibling(TEMPLATE))
                    .replace("${date}", LocalDate.now(ZoneOffset.UTC).toString())
                    .replace("${ok}", Long.toString(ok(libraries, outcomes)))
                    .replace("${all}", Integer.toString(libraries.size()))
                    .replace("${head}", head())
                    .replace("${rows}", lines(libraries, library -> row(library, outcomes)))
                    .replace("${trials}", trials())
                    .replace("${notes}", lines(libraries, ClientsPage::note))
                    .replace("${programs}", lines(libraries, ClientsPage::program));
            Files.writeString(FILE, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head() {
        String columns = Arrays.stream(Trial.values()).map(Trial::column).collect(Collectors.joining(" | "));
        return "| library | " + columns + " | p99 |\n|---|" + "---|".repeat(Trial.values().length) + "---|";
    }

    private static String row(Library library, Map<Trial, Map<Library, Outcome>> outcomes) {
        String cells = Arrays.stream(Trial.values())
                .map(trial -> outcomes.get(trial).get(library).toString())
                .collect(Collectors.joining(" | "));
        long millis = outcomes.get(Trial.LISTEN).get(library).p99Millis();
        return "| " + library + " | " + cells + " | " + millis + " ms |\n";
    }

    private static long ok(List<Library> libraries, Map<Trial, Map<Library, Outcome>> outcomes) {
        return libraries.stream()
                .filter(library -> outcomes.values().stream()
                        .allMatch(trial -> trial.get(library).isOk()))
                .count();
    }

    private static String trials() {
        return Arrays.stream(Trial.values())
                .map(trial -> "- **" + trial.column() + "**: " + trial.explanation())
                .collect(Collectors.joining("\n"));
    }

    private static String note(Library library) {
        StringBuilder note = new StringBuilder();
        if (library.needs() != null) {
            note.append("- ")
                    .append(library)
                    .append(" needs ")
                    .append(library.needs())
                    .append(".\n");
        }
        Set<String> reasons = new LinkedHashSet<>(library.faults().values());
        for (String why : reasons) {
            String trials = library.faults().entrySet().stream()
                    .filter(fault -> fault.getValue().equals(why))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            note.append("- ")
                    .append(library)
                    .append(", ")
                    .append(trials)
                    .append(": ")
                    .append(why)
                    .append(".\n");
        }
        return note.toString();
    }

    private static String program(Library library) {
        return "<details><summary>" + library + "</summary>\n\n```" + (library.isBrowser() ? "html" : library.kind())
                + "\n" + library.source().strip() + "\n```\n\n</details>\n";
    }

    private static String lines(List<Library> libraries, Function<Library, String> line) {
        return libraries.stream().map(line).collect(Collectors.joining()).stripTrailing();
    }
}
