package dev.parley.http.page;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A module and all that it imports as one file: browsers ask once, and not in waves for sixty files, which compress less well. A style sheet,
 * with those that it imports, is a module that exports its {@code text}.
 *
 * <p>Each module but the first, which stays as it is, becomes a function that is called once, in the order in which a browser runs them; what it
 * exports is known to all that come after it by its name, so there is one of each name. It takes the modules of this client, and
 * refuses what they don't have: imports are by name, by a path, and at the top; exports where something is declared, or a list of names
 * such as {@code export { Problem };}. A module may not use something of the browser's that is called like an export of another one.
 */
final class Bundle {
    private static final Pattern IMPORT =
            Pattern.compile("^import \\{([^}]*)\\} from '(\\.[^']+)';$", Pattern.MULTILINE);
    private static final Pattern AS = Pattern.compile("(\\w+) as (\\w+)");
    private static final Pattern DECLARED =
            Pattern.compile("^export ((?:async )?(?:function\\*?|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern LIST = Pattern.compile("^export \\{([^}]*)\\};$", Pattern.MULTILINE);
    private static final Pattern UNKNOWN = Pattern.compile("^(?:import|export)\\b(?!\\.).*$", Pattern.MULTILINE);

    private static final String QUOTES = "'\"`";
    private static final Pattern IMPORTED_STYLES = Pattern.compile("^@import \"([^\"]+)\";$", Pattern.MULTILINE);

    private static final Pattern PRIVATE =
            Pattern.compile("(\\.|^(?:(?:static|async|get|set) |\\*)*)?#(\\w+)", Pattern.MULTILINE);
    private static final Pattern MAYBE_TEXT = Pattern.compile("[/`\"\\\\]");
    private static final Pattern BLANKS = Pattern.compile(" ?([=<>!&|?:,;(){}]+) ?");

    private final UnaryOperator<String> sources;
    private final Set<String> underWay = new HashSet<>(); // modules that wait for those that they import
    private final Set<String> added = new HashSet<>();
    private final Map<String, String> exporters = new HashMap<>(); // path, by what it exports
    private final StringBuilder text = new StringBuilder();

    private Bundle(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /** @param sources the text of a module, by its path */
    static String of(UnaryOperator<String> sources, String first) {
        Bundle bundle = new Bundle(sources);
        String code = bundle.linked(first);
        return withShortPrivates(bundle.text + small(code) + '\n');
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
    private void add(String path) {
        if (underWay.contains(path)) {
            throw new IllegalStateException(path + " imports itself, by others");
        }
        if (added.add(path)) {
            underWay.add(path);
            addNew(path);
            underWay.remove(path);
        }
    }

    private void addNew(String path) {
        text.append(path.endsWith(".css") ? styles(path) : module(path)).append('\n');
    }

    private String styles(String path) {
        declare("text", path);
        return "const text = " + TextNode.valueOf(ofStyles(sources, path)) + ';';
    }

    private String module(String path) {
        String code = linked(path);
        List<String> exports = exports(code);
        exports.removeIf(name -> isImported(name, path)); // it hands on what it has from another
        exports.forEach(name -> declare(name, path));
        String all = exports.size() == 1 ? exports.get(0) : "{ " + String.join(", ", exports) + " }";
        return small("const " + all + " = (() => {\n" + withoutExports(code) + "\nreturn " + all + ";\n})();");
    }

    private boolean isImported(String name, String path) {
        return IMPORT.matcher(sources.apply(path))
                .results()
                .anyMatch(found ->
                        List.of(found.group(1).strip().split("[,\\s]+", -1)).contains(name));
    }

    private void declare(String name, String path) {
        String other = exporters.putIfAbsent(name, path);
        if (other != null) {
            throw new IllegalStateException(path + " and " + other + " both export " + name);
        }
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

    /** The names are known already; those that it calls otherwise are called so, too. */
    private String link(String path, MatchResult found) {
        add(URI.create(path).resolve(found.group(2)).toString());
        return AS.matcher(found.group(1))
                .results()
                .map(renamed -> "const " + renamed.group(2) + " = " + renamed.group(1) + ";")
                .collect(Collectors.joining(" "));
    }

    /** Without what stands behind code, empty lines, and blanks beside signs; where it could be part of a text, it stays. */
    private static String small(String code) {
        return code.lines()
                .map(line -> withoutBlanks(withoutRemark(line)))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** No other name is only its class's own. One that stands anywhere else, too, as in a text, stays. */
    private static String withShortPrivates(String code) {
        Set<String> texts = PRIVATE.matcher(code)
                .results()
                .filter(found -> found.group(1) == null)
                .map(found -> found.group(2))
                .collect(Collectors.toSet());
        Map<String, String> names = new HashMap<>();
        return PRIVATE.matcher(code).replaceAll(found -> {
            String name = found.group(2);
            boolean isShort = !texts.contains(name);
            String called =
                    isShort ? names.computeIfAbsent(name, next -> "$" + Integer.toString(names.size(), 36)) : name;
            return Matcher.quoteReplacement((found.group(1) == null ? "" : found.group(1)) + '#' + called);
        });
    }

    private static String withoutRemark(String line) {
        int remark = line.indexOf(" // ");
        boolean isText = remark < 0 || QUOTES.chars().anyMatch(quote -> count(line, quote, remark) % 2 != 0);
        return isText ? line : line.substring(0, remark).stripTrailing();
    }

    /** A line with more than texts in single quotes stays: it may have a pattern, or a text of another kind. */
    private static String withoutBlanks(String line) {
        String[] parts = line.split("'", -1);
        if (MAYBE_TEXT.matcher(line).find() || parts.length % 2 == 0) {
            return line;
        }
        for (int i = 0; i < parts.length; i += 2) {
            parts[i] = BLANKS.matcher(parts[i]).replaceAll("$1");
        }
        return String.join("'", parts);
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
