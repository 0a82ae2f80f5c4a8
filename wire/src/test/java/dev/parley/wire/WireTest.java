package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.wire.toy.Flaw;
import dev.parley.wire.toy.ToyHub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line. */
@Timeout(60)
class WireTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private PrintStream oldOut;
    private PrintStream oldErr;

    @BeforeEach
    void listen() {
        oldOut = System.out;
        oldErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    @Test
    void aGoodHubEndsWith0() throws Exception {
        try (ToyHub toy = new ToyHub()) {
            assertEquals(0, run(toy, "--only=1,5,16"));
            assertTrue(text(out).contains("3 ok, 0 failed, 0 not tried, 0 not applicable"), text(out));
        }
    }

    @Test
    void aFailureSaysWhatWasSentWhatCameWhyAndWhatBreaks() throws Exception {
        try (ToyHub toy = new ToyHub(Flaw.COMPRESSED)) {
            assertEquals(1, run(toy, "--only=5"));
            for (String words : List.of(
                    "sent: GET /subscribe/", "came: Content-Encoding: gzip", "why it matters:", "what breaks:")) {
                assertTrue(text(out).contains(words), text(out));
            }
        }
    }

    @Test
    void programsAreToldInJson() throws Exception {
        try (ToyHub toy = new ToyHub(Flaw.COMPRESSED)) {
            assertEquals(1, run(toy, "--only=5,28,1", "--json", "--title=a toy"));
            JsonNode report = new ObjectMapper().readTree(text(out));
            assertEquals("a toy", report.path("server").asText());
            assertEquals(false, report.path("passed").asBoolean(true));
            List<String> facts = new ArrayList<>();
            report.path("facts")
                    .forEach(fact -> facts.add(fact.path("number").asInt() + " "
                            + fact.path("status").asText()));
            assertEquals(List.of("1 ok", "5 failed", "28 not tried"), facts);
            String reason = report.path("facts").get(2).path("notTried").get(0).asText();
            assertTrue(reason.contains("needs --behind NAME=URL"), reason);
        }
    }

    @Test
    void whatCannotBeSaidIsNotTried() throws Exception {
        try (ToyHub toy = new ToyHub()) {
            String url = toy.addresses().get(0) + "/subscribe/{channel}";
            assertEquals(0, Wire.execute("--only=1,16,22", url));
            assertTrue(text(out).contains("needs something to be said: --publish CMD"), text(out));
            assertTrue(text(out).contains("1 ok, 0 failed, 1 not tried, 1 not applicable"), text(out));
        }
    }

    @Test
    void anyServerIsSpokenToByACommand() throws Exception {
        try (ToyHub toy = new ToyHub()) {
            String base = toy.addresses().get(0).toString();
            String publish = "printf '{\"message\":\"%s\"}' \"$WIRE_TEXT\" | curl -sf --data-binary @- " + base
                    + "/\"$WIRE_CHANNEL\"";
            Wire.execute("--only=3,11,17", "--publish", publish, base + "/subscribe/{channel}");
            assertTrue(text(out).contains("3 ok"), text(out));
        }
    }

    @Test
    void wrongUsageIsExplainedAndEndsWith2() {
        assertRefused("whose stream?");
        assertRefused("facts go from 1 to 30, not 31", "--only=31", NOBODY);
        assertRefused("nobody answers at " + NOBODY, NOBODY);
        assertRefused("a URL begins with http", "localhost:7070");
        assertRefused("--http is 1.1 or 1.0, not 2", "--http=2", NOBODY);
        assertRefused("needs --key KEY", NOBODY + "/.well-known/mercure");
        assertRefused("nothing is known of several channels", "--channels=2", NOBODY + "/x");
    }

    @Test
    void theFactsAreListed() {
        assertEquals(0, Wire.execute("--list"));
        assertTrue(text(out).contains("  30  A page of an allowed origin"), text(out));
    }

    private void assertRefused(String words, String... arguments) {
        err.reset();
        assertEquals(2, Wire.execute(arguments));
        assertTrue(text(err).contains(words), text(err));
    }

    private static int run(ToyHub toy, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        toy.addresses().forEach(address -> arguments.add(address.toString()));
        return Wire.execute(arguments.toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
