package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators look at shows something: the dashboard and the README name only what an instance really tells. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana.json");
    private static final Path README = Path.of("..", "README.md");

    private static final Pattern SELECTOR = Pattern.compile("([a-z][a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern GROUPING = Pattern.compile("by \\((\\w+)\\)");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z][a-z0-9_]+)[{ ]");
    private static final Pattern LABEL = Pattern.compile("[{,]([a-z]+)=\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)");

    /** Prometheus' own, of where it scraped. */
    private static final String INSTANCE = "instance";

    @AutoClose
    private static TestInstance chat;

    @BeforeAll
    static void start() {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":");
        System.gc(); // pauses are told once there was one
        await().until(() -> scrape().contains("jvm_gc_pause_seconds_sum"));
    }

    @Test
    void everyMetricOfTheDashboardIsTold() throws IOException {
        Set<String> asked = found(SELECTOR, String.join("\n", expressions()));
        assertTrue(asked.size() > 20, asked::toString);
        asked.removeAll(found(SERIES, scrape()));
        assertEquals(Set.of(), asked);
    }

    @Test
    void everyLabelOfTheDashboardIsTold() throws IOException {
        Set<String> asked = found(GROUPING, String.join("\n", expressions()));
        asked.removeAll(found(LABEL, scrape()));
        assertEquals(Set.of(INSTANCE), asked);
    }

    @Test
    void everyPanelIsAboutTheInstancesThatAreChosen() throws IOException {
        for (String expression : expressions()) {
            List<String> selectors = SELECTOR.matcher(expression)
                    .results()
                    .map(found -> found.group(2))
                    .toList();
            assertTrue(!selectors.isEmpty(), expression);
            selectors.forEach(selector -> assertTrue(selector.startsWith("instance=~\"$instance\""), expression));
        }
    }

    @Test
    void everyMetricOfParleyIsOnTheDashboardAndInTheReadme() throws IOException {
        Set<String> told = ours(found(SERIES, scrape()));
        Set<String> shown = ours(found(SELECTOR, String.join("\n", expressions())));
        told.removeIf(name -> name.endsWith("_count") || name.endsWith("_sum"));
        assertEquals(told, shown);
        Set<String> explained = ours(found(ROW, Files.readString(README, StandardCharsets.UTF_8)));
        told.removeIf(name -> name.endsWith("_bucket") || name.endsWith("_max"));
        told.add("parley_publish_to_write_seconds");
        assertEquals(told, explained);
    }

    private static List<String> expressions() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertTrue(expressions.size() > 20);
        return expressions;
    }

    private static Set<String> ours(Set<String> names) {
        return names.stream().filter(name -> name.startsWith("parley_")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Stream<MatchResult> results = pattern.matcher(text).results();
        return results.map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String scrape() {
        return chat.http().get("/metrics").text();
    }
}
