package dev.parley.wire.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.fact.Fact;
import dev.parley.wire.fact.Outcome;
import dev.parley.wire.fact.Outcome.Failure;
import dev.parley.wire.fact.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void aServerIsAColumnAndItsFailuresAreTold() {
        Outcome bad = new Outcome(
                Fact.CHUNKED,
                Status.FAILED,
                List.of(new Failure("a | request", "no <chunks>")),
                List.of(),
                List.of("a part: needs --kill CMD"),
                List.of(),
                7);
        String page = new Page(List.of(JsonReport.of("a hub 1.2", List.of(bad))))
                .in("<!-- facts -->\n<!-- results -->", "2026-01-02");
        assertTrue(page.contains("As of 2026-01-02"), page);
        assertTrue(page.contains("| | a hub 1.2 |"), page);
        assertTrue(page.contains("| 2. " + Fact.CHUNKED.what() + " | **failed** |"), page);
        assertTrue(page.contains("sent: a \\| request. Came: no &lt;chunks>."), page);
        assertTrue(page.contains("2 not tried: a part: needs --kill CMD"), page);
    }

    /** Who changes a fact writes the page again: {@code bin/wire --hubs}. */
    @Test
    void thePageInDocsHasTheFactsAsTheyAre() throws IOException {
        String page = Files.readString(Path.of("").toAbsolutePath().resolveSibling("docs/wire.md"));
        for (Fact fact : Fact.values()) {
            assertTrue(page.contains("**" + fact.number() + ". " + fact.what() + ".** " + fact.why()), fact.what());
            assertTrue(page.contains(fact.breaks()), fact.breaks());
        }
        assertEquals(-1, page.indexOf("<!--"));
    }
}
