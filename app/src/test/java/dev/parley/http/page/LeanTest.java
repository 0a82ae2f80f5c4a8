package dev.parley.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What browsers get is what was written, but for what only people read. */
class LeanTest {
    @Test
    void commentsAndIndentationAreLeftOutAndEveryLineKeepsItsNumber() {
        String source = """
                /**
                 * What it is for.
                 */
                function f() {
                  // why
                  const a = '/* no comment */'; // stays
                  /* one line */
                  return `${a} // ${b}`;
                }
                """;
        assertEquals("""



                function f() {

                const a = '/* no comment */'; // stays

                return `${a} // ${b}`;
                }
                """, Lean.of(source));
    }

    /** A text over several lines would lose its indentation, and lines of it that look like comments. */
    @Test
    void noModuleHasATextOverSeveralLines() {
        for (String path : new String[] {"js/app.js", "js/parley.js", "js/embed.js"}) {
            for (String line : Assets.own().lean(path).text().split("\n", -1)) {
                long ticks = line.chars().filter(c -> c == '`').count();
                assertTrue(ticks % 2 == 0, path + ": " + line);
            }
        }
    }
}
