package dev.parley.http.page;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A module and all that it imports as one file: browsers ask once, and not in waves for sixty files, which compress less well. A style sheet,
 * with those that it imports, is a module that exports its {@code text}.
 *
 * <p>Each module but the first, which stays as it is, becomes a function that is called once, in the order in which a browser runs them. It takes the modules of this client, and
 * refuses what they don't have: imports are by name, by a path, and at the top; exports where something is declared, or a list of names
 * such as {@code export { Problem };}.
 */
final class Bundle {
    private static final Pattern IMPORT =
            Pattern.compile("^import \\{([^}]*)\\} from '(\\.[^']+)';$", Pattern.MULTILINE);
    private static final Pattern DECLARED =
            Pattern.compile("^export ((?:async )?(?:function\\*?|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern LIST = Pattern.compile("^export \\{([^}]*)\\};$", Pattern.MULTILINE);
    private static final Pattern UNKNOWN = Pattern.compile("^(?:import|export)\\b(?!\\.).*$", Pattern.MULTILINE);

    private static final String QUOTES = "'\"`";
    private static final Pattern IMPORTED_STYLES = Pattern.compile("^@import \"([^\"]+)\";$", Pattern.MULTILINE);

    private final UnaryOperator<String> sources;
    private final Map<String, String> names =
            new LinkedHashMap<>(); // by path; empty while a module waits for those that it imports
    private final StringBuilder text = new StringBuilder();
    private int count;

    private Bundle(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /** @param sources the text of a module, by its path */
    static String of(UnaryOperator<String> sources, String first) {
        Bundle bundle = new Bundle(sources);
        String code = bundle.linked(first);
        return bundle.text + withoutRemarks(code) + '\n';
    }

    /** A style sheet, with others in place of its imports, and without blanks that mean nothing. */
    static String ofStyles(UnaryOperator<String> sources, String first) {
        return IMPORTED_STYLES
                .matcher(sources.apply(first))
                .replaceAll(found -> Matcher.quoteReplacement(
                        sources.apply(URI.create(first).resolve(found.group(1)).toString())))
                .replaceAll("(?<=[:,;{}\n])[ \n]+", "")
                .replace("\n", " ")
                .replace(" {", "{");
    }

    /** After those that it imports. */
    private String add(String path) {
        String name = names.putIfAbsent(path, "");
        return name == null ? addNew(path) : required(name, path);
    }

    private String addNew(String path) {
        String module = path.endsWith(".css") ? styles(path) : scripts(linked(path));
        String name = "m" + count++;
        text.append("const ").append(name).append(" = ").append(module).append(";\n");
        names.put(path, name);
        return name;
    }

    private String styles(String path) {
        return "{ text: " + TextNode.valueOf(ofStyles(sources, path)) + " }";
    }

    private static String scripts(String code) {
        return "(() => {\n" + withoutRemarks(withoutExports(code)) + "\nreturn { " + String.join(", ", exports(code))
                + " };\n})()";
    }

    /** With what it takes from others in place of its imports. */
    private String linked(String path) {
        String code =
                IMPORT.matcher(sources.apply(path)).replaceAll(found -> Matcher.quoteReplacement(link(path, found)));
        UNKNOWN.matcher(withoutExports(code)).results().findFirst().ifPresent(line -> {
            throw new IllegalStateException("a bundle can't have “" + line.group() + "” of " + path);
        });
        return code;
    }

    private static String withoutExports(String code) {
        return LIST.matcher(DECLARED.matcher(code).replaceAll("$1")).replaceAll("");
    }

    private static String required(String name, String path) {
        if (name.isEmpty()) {
            throw new IllegalStateException(path + " imports itself, by others");
        }
        return name;
    }

    private String link(String path, MatchResult found) {
        String from = add(URI.create(path).resolve(found.group(2)).toString());
        return "const {" + found.group(1).replace(" as ", ": ") + "} = " + from + ";";
    }

    /** Without what stands behind code, and empty lines; where it could be part of a text, it stays. */
    private static String withoutRemarks(String code) {
        return code.lines()
                .map(Bundle::withoutRemark)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String withoutRemark(String line) {
        int remark = line.indexOf(" // ");
        boolean isText = remark < 0 || QUOTES.chars().anyMatch(quote -> count(line, quote, remark) % 2 != 0);
        return isText ? line : line.substring(0, remark).stripTrailing();
    }

    private static long count(String line, int character, int end) {
        return line.chars().limit(end).filter(c -> c == character).count();
    }

    private static List<String> exports(String source) {
        List<String> exported = new ArrayList<>();
        DECLARED.matcher(source).results().map(found -> found.group(2)).forEach(exported::add);
        LIST.matcher(source)
                .results()
                .flatMap(found -> List.of(found.group(1).split(",", -1)).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(exported::add);
        return exported;
    }
}
