package dev.parley.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.StartTracingOptions;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a page's main thread did, task by task, as Chromium's tracing tells. */
final class Tasks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Iterable<JsonNode> events;
    private final Set<String> mainThreads = new HashSet<>();

    private Tasks(JsonNode trace) {
        events = trace.path("traceEvents");
        stream()
                .filter(event -> event.path("args").path("name").asText().equals("CrRendererMain"))
                .forEach(event -> mainThreads.add(thread(event)));
    }

    static void watch(Page page) {
        page.context().browser().startTracing(page, new StartTracingOptions().setCategories(List.of("toplevel")));
    }

    static Tasks watched(Page page) {
        try {
            return new Tasks(JSON.readTree(page.context().browser().stopTracing()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The time that the longest one needed. Not the time that it took: other programs may have had the processor. */
    double longestMs() {
        return longest(task -> task.path("tdur").asDouble());
    }

    /** The time that the longest one took. */
    double longestByTheClockMs() {
        return longest(task -> task.path("dur").asDouble());
    }

    long count() {
        return tasks().count();
    }

    private double longest(ToDoubleFunction<JsonNode> microseconds) {
        return tasks().mapToDouble(microseconds).max().orElseThrow() / 1_000;
    }

    private Stream<JsonNode> tasks() {
        return stream()
                .filter(event -> event.path("name").asText().endsWith("::RunTask"))
                .filter(event -> mainThreads.contains(thread(event)));
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(events.spliterator(), false);
    }

    private static String thread(JsonNode event) {
        return event.path("pid").asText() + ":" + event.path("tid").asText();
    }
}
