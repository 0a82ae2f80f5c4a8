package dev.parley.reliability;

import java.util.EnumMap;
import java.util.Map;

/** STUB */
final class Report {
    private static final Map<Fault, Verdict> ROWS = new EnumMap<>(Fault.class);

    private Report() {}

    static void add(Fault fault, Verdict verdict) {
        add(fault, verdict, "");
    }

    static synchronized void add(Fault fault, Verdict verdict, String note) {
        ROWS.put(fault, verdict);
        System.out.println(fault + ": " + verdict + note);
    }
}
