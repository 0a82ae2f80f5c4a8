package dev.parley.wire.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.wire.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** docs/wire.md: the facts, and what came of looking at some servers. */
public final class Page {
    private static final String FAILED = "failed";
    private static final int LONGEST = 300;
    private static final Map<String, String> SIGNS =
            Map.of("ok", "ok", FAILED, "**failed**", "not tried", "–", "not applicable", "n/a");

    private final List<JsonNode> reports = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * Of some reports.
     *
     * @param json as {@link JsonReport} writes them; the server's name is a column's heading
     */
    public Page(List<String> json) {
        json.forEach(report -> reports.add(JsonReport.read(report)));
    }

    /**
     * The page.
     *
     * @param frame with {@code <!-- facts -->} and {@code <!-- results -->} in it, after which these are put
     * @param date of the results
     */
    public String in(String frame, String date) {
        return frame.replace("<!-- facts -->", facts()).replace("<!-- results -->", results(date));
    }

    private String facts() {
        text.setLength(0);
        Fact.Group group = null;
        for (Fact fact : Fact.values()) {
            if (fact.group() != group) {
                group = fact.group();
                line("### " + group.title() + "\n");
            }
            line("**" + fact.number() + ". " + fact.what() + ".** " + fact.why() + " *Breaks:* " + fact.breaks()
                    + ".\n");
        }
        return text.toString().stripTrailing();
    }

    private String results(String date) {
        text.setLength(0);
        line("As of " + date + ":\n");
        line("| | " + join(reports, report -> report.path("server").asText()) + " |");
        line("|---|" + "---|".repeat(reports.size()));
        for (Fact fact : Fact.values()) {
            line("| " + fact.number() + ". " + fact.what() + " | " + join(reports, report -> sign(report, fact))
                    + " |");
        }
        line("");
        for (JsonNode report : reports) {
            line("### " + report.path("server").asText() + "\n");
            report.path("facts").forEach(this::details);
            line("");
        }
        return text.toString().stripTrailing();
    }

    private void details(JsonNode fact) {
        String number = fact.path("number").asText();
        fact.path("failures")
                .forEach(failure -> line("- **" + number + "** sent: " + shown(failure.path("sent")) + ". Came: "
                        + shown(failure.path("came")) + "."));
        fact.path("notTried").forEach(reason -> line("- " + number + " not tried: " + shown(reason)));
        fact.path("notApplicable").forEach(reason -> line("- " + number + " not applicable: " + shown(reason)));
        fact.path("remarks").forEach(remark -> line("- " + number + " note: " + shown(remark)));
    }

    private static String sign(JsonNode report, Fact fact) {
        for (JsonNode one : report.path("facts")) {
            if (one.path("number").asInt() == fact.number()) {
                boolean isPart = one.path("status").asText().equals("ok")
                        && !one.path("notTried").isEmpty();
                return SIGNS.get(one.path("status").asText()) + (isPart ? " (in part)" : "");
            }
        }
        return "–";
    }

    /** On one line, and not as Markdown. */
    private static String shown(JsonNode words) {
        String plain = words.asText()
                .replace("\n", " ")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    private static String join(List<JsonNode> reports, Function<JsonNode, String> words) {
        return String.join(" | ", reports.stream().map(words).toList());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
