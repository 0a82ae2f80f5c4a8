package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Markdown table: the first column is text, the others are numbers. */
final class Table {
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> headings) {
        this.headings = headings;
    }

    void add(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headings.size() + " columns");
        }
        rows.add(cells);
    }

    @Override
    public String toString() {
        List<String> rule = new ArrayList<>(Collections.nCopies(headings.size(), "---:"));
        rule.set(0, "---");
        StringBuilder text = new StringBuilder(line(headings)).append(line(rule));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
