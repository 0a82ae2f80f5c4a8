package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.TwoInstances;
import dev.parley.support.Steady;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room in which very much is said. */
@ExtendWith(Browser.class)
class FloodTest {
    private static final int KEPT = 300;

    @RegisterExtension
    final Company company = new Company();

    @Test
    void aHundredMessagesASecondLeaveThePageQuickAndSmall() {
        try (TwoInstances chat = TwoInstances.onSharedRedis("--history", "2000")) {
            Person ana = company.person("ana").enter(chat.one.port(), "flood");
            ana.page().evaluate(WATCH_SIZE);
            Tasks.watch(ana.page());
            Steady flood = Steady.start("flood", 100, 2_000, chat.other.http());
            flood.awaitPosted();
            Tasks tasks = Tasks.watched(ana.page());
            Figure.FLOOD.measured(
                    "%.1f ms of the processor, %.1f by the clock, of %,d tasks",
                    tasks.longestMs(), tasks.longestByTheClockMs(), tasks.count());
            assertTrue(tasks.count() > 1_000 && tasks.longestMs() < 100, "a task of " + tasks.longestMs() + " ms");
            ana.awaitText("steady 1999");
            List<String> shown = ana.saidTexts();
            List<String> all = flood.texts();
            assertEquals(all.subList(all.size() - shown.size(), all.size()), shown);
            assertTrue(number(ana, "most") <= KEPT, "shown at once: " + number(ana, "most"));
        }
    }

    private static final String WATCH_SIZE = """
            () => {
              window.most = 0;
              new MutationObserver(() => {
                window.most = Math.max(window.most, document.querySelectorAll('.message').length);
              }).observe(document.querySelector('.rows'), { childList: true });
            }""";

    private static int number(Person person, String expression) {
        return ((Number) person.page().evaluate("Math.round(" + expression + ")")).intValue();
    }
}
