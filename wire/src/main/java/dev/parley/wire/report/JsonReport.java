package dev.parley.wire.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.wire.fact.Outcome;
import dev.parley.wire.fact.Outcome.Status;
import java.util.List;
import java.util.Locale;

/**
 * Outcomes for programs: {@code {"server","passed","facts":[{"number","name","fact","status","failures":[{"sent","came"}],
 * "why","breaks","notTried":[…],"notApplicable":[…],"remarks":[…],"millis"}]}}; the status is {@code ok}, {@code failed},
 * {@code not tried} or {@code not applicable}, {@code passed} says that none has failed.
 */
public final class JsonReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    public static String of(String server, List<Outcome> outcomes) {
        ObjectNode report = MAPPER.createObjectNode();
        report.put("server", server);
        report.put("passed", outcomes.stream().noneMatch(outcome -> outcome.status() == Status.FAILED));
        ArrayNode facts = report.putArray("facts");
        outcomes.forEach(outcome -> facts.add(fact(outcome)));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it is none */
    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no report: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode fact(Outcome outcome) {
        ObjectNode fact = MAPPER.createObjectNode();
        fact.put("number", outcome.fact().number());
        fact.put("name", outcome.fact().name().toLowerCase(Locale.ROOT));
        fact.put("fact", outcome.fact().what());
        fact.put("status", outcome.status().toString());
        ArrayNode failures = fact.putArray("failures");
        outcome.failures()
                .forEach(failure ->
                        failures.addObject().put("sent", failure.sent()).put("came", failure.came()));
        if (outcome.status() == Status.FAILED) {
            fact.put("why", outcome.fact().why());
            fact.put("breaks", outcome.fact().breaks());
        }
        strings(fact, "notTried", outcome.notTried());
        strings(fact, "notApplicable", outcome.notApplicable());
        strings(fact, "remarks", outcome.remarks());
        fact.put("millis", outcome.millis());
        return fact;
    }

    private static void strings(ObjectNode into, String name, List<String> values) {
        ArrayNode array = into.putArray(name);
        values.forEach(array::add);
    }
}
