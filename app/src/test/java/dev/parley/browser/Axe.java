package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** axe-core, which looks at a page as those do who check whether everybody can use it. */
final class Axe {
    private static final String PROGRAM = read();

    private Axe() {}

    /** As it is now, shadow roots and all. */
    static void assertNoViolation(Page page, String view) {
        assertNoViolation(page, "", view);
    }

    /** The same of a part of a page, whose rest is not ours. */
    @SuppressWarnings("unchecked")
    static void assertNoViolation(Page page, String part, String view) {
        page.evaluate(PROGRAM);
        List<String> violations = (List<String>) page.evaluate("""
                async (part) => {
                  const { violations } = await axe.run(part || document);
                  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
                }""", part);
        assertEquals(List.of(), violations, view);
    }

    private static String read() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
