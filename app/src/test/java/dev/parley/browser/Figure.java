package dev.parley.browser;

import static java.util.stream.Collectors.joining;

import dev.parley.reliability.Checkout;
import dev.parley.support.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the page is measured by, with its goal. Each is told when it was measured; and when a run with {@code -Dparley.long=true} has them
 * all, the table in docs/client.md is written, between its marks.
 */
enum Figure {
    FIRST_LOAD("First load: all bytes over the wire, headers included", "≤ 75 KB"),
    EMBEDDED("`<parley-room>`: the same, of what it loads", "≤ 35 KB"),
    RELOAD("Reload with a warm cache: requests besides the stream", "≤ 3"),
    SECOND_VISIT("Second visit at round trips of 400 ms, by a new connection: the message box can be used", "≤ 1.2 s"),
    SECOND_VISIT_BY_WORKER("The same in a browser that has the service worker", "≤ 1.2 s"),
    FLOOD("100 messages/s in the room for 20 s: the longest task", "≤ 50 ms"),
    MANY_ROOMS("32 rooms, 100 messages/s over all of them: main thread per message", "≤ 0.3 ms");

    private static final boolean LONG = Boolean.getBoolean("parley.long");
    private static final Path FILE = Checkout.path("docs/client.md");
    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- until here -->\n";
    private static final Map<Figure, String> MEASURED = new EnumMap<>(Figure.class);

    private final String what;
    private final String goal;

    Figure(String what, String goal) {
        this.what = what;
        this.goal = goal;
    }

    /** Measured: a format and its arguments. */
    void measured(String format, Object... arguments) {
        String value = String.format(Locale.ROOT, format, arguments);
        System.out.println(what + ": " + value + " (" + goal + ")");
        MEASURED.put(this, value);
        if (LONG && MEASURED.size() == values().length) {
            write();
        }
    }

    private static void write() {
        String rows = Arrays.stream(values()).map(Figure::row).collect(joining("\n"));
        String table = "| | goal | measured |\n|---|---|---|\n" + rows + "\n\n" + LocalDate.now(ZoneOffset.UTC) + ", "
                + Runtime.getRuntime().availableProcessors() + " processors that others use, too; Chromium "
                + Programs.version(Programs.browser()) + ".\n";
        try {
            String page = Files.readString(FILE);
            int begin = page.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(FILE, page.substring(0, begin) + table + page.substring(page.indexOf(END, begin)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String row() {
        return "| " + what + " | " + goal + " | " + MEASURED.get(this) + " |";
    }
}
