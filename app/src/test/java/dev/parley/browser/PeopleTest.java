package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.TwoInstances;
import dev.parley.support.Recorder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is looked for among many is found. */
@ExtendWith(Browser.class)
class PeopleTest {
    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    private final List<Recorder> others = new ArrayList<>();

    @AfterEach
    void leave() {
        others.forEach(Recorder::close);
    }

    @Test
    void amongManyOneIsFoundByLettersOfTheirName() {
        come("room", "Ana", "Ben", "Chloé", "Dora", "Eve", "Fritz", "Gül");
        Page page = enter(1440).page();
        Locator box = page.locator("people-list input");
        Locator names = page.locator("people-list bdi");
        assertThat(names).hasCount(8);
        assertThat(box).isHidden();
        come("room", "Clotilde");
        assertThat(names).hasCount(9, Waiting.longForCount());
        box.fill("LO");
        assertThat(names).hasText(new String[] {"Chloé", "Clotilde"});
        box.fill("CHLOE");
        assertThat(names).hasText(new String[] {"Chloé"});
        assertThat(page.locator("people-list .found")).hasText("1 found");
        Axe.assertNoViolation(page, "somebody found");
        box.fill("nobody");
        assertThat(page.locator("people-list .found")).hasText("Nobody here is called so.");
        assertThat(names).hasCount(0);
        box.press("Escape");
        assertThat(names).hasCount(9);
        assertThat(box).hasValue("");
        assertThat(box).isFocused();
    }

    @Test
    void onAPhoneEscapeClearsTheLettersAndThenClosesThePanel() {
        come("room", "Ana", "Ben", "Chloé", "Dora", "Eve", "Fritz", "Gül", "Hao");
        Page page = enter(360).page();
        page.locator(".fold-people").click();
        Locator box = page.locator("people-list input");
        box.fill("gul");
        assertThat(page.locator("people-list bdi")).hasText(new String[] {"Gül"});
        box.press("Escape");
        assertThat(page.locator("people-list bdi")).hasCount(9);
        box.press("Escape");
        assertThat(page.locator("#people-panel")).isHidden();
    }

    @Test
    void lettersOfOneRoomAreNotLookedForInTheNext() {
        come("room", "Ana", "Ben", "Chloé", "Dora", "Eve", "Fritz", "Gül", "Hao");
        Person mason = enter(1440);
        mason.page().locator("people-list input").fill("ana");
        assertThat(mason.page().locator("people-list bdi")).hasText(new String[] {"Ana"});
        mason.enter(chat.one.port(), "other");
        assertThat(mason.page().locator("people-list bdi")).hasText(new String[] {"mason"}, Waiting.longForTexts());
        mason.page().locator("room-list a[href='/room']").click();
        assertThat(mason.page().locator("people-list bdi")).hasCount(9, Waiting.longForCount());
    }

    private Person enter(int width) {
        NewContextOptions options = new NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(width, 800)
                .setReducedMotion(ReducedMotion.REDUCE);
        Person mason = company.person("mason", options).enter(chat.one.port(), "room");
        String count = String.valueOf(others.size() + 1);
        assertThat(mason.page().locator("people-list .people-count")).hasText(count, Waiting.longForTexts());
        return mason;
    }

    private void come(String room, String... names) {
        for (String name : names) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
            others.add(Recorder.open(chat.other.port(), "/subscribe/" + room + "?name=" + encoded));
        }
    }
}
