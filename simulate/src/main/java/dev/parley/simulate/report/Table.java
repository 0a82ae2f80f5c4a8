package dev.parley.simulate.report;

import java.util.ArrayList;
import java.util.List;

/** A table of Markdown: the first column to the left, the others to the right. */
final class Table {
    private final List<String> rows = new ArrayList<>();

    Table(String... headings) {
        row(headings);
        rows.add("|---|" + "--:|".repeat(headings.length - 1));
    }

    void row(String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return String.join("\n", rows) + "\n";
    }
}
