package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.parley.TwoInstances;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With fingers, on a small screen. */
@ExtendWith(Browser.class)
class PhoneTest {
    private static final int HEIGHT = 740;

    @RegisterExtension
    final Company company = new Company();

    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @Test
    void aPressBesideAnUnfoldedPanelFoldsItAndDoesNothingElse() {
        Person mason = withPhone(360);
        Page page = mason.page();
        mason.box().fill("half a thought");
        BoundingBox send = page.locator(".send").boundingBox();
        page.locator(".fold-rooms").tap();
        Locator panel = page.locator("#find-room");
        assertThat(panel).isVisible();
        page.touchscreen().tap(send.x + send.width / 2, send.y + send.height / 2);
        assertThat(panel).isHidden();
        assertThat(mason.box()).hasValue("half a thought");
        assertThat(mason.texts()).hasCount(0);
        page.locator(".send").tap();
        mason.awaitText("half a thought").assertTexts(Stream.of("half a thought"));
    }

    @Test
    void anUnfoldedPanelHoldsTheKeyboardUntilItIsFolded() {
        Person mason = withPhone(360);
        Page page = mason.page();
        page.locator(".fold-rooms").tap();
        assertThat(page.locator(".fold-rooms")).hasAttribute("aria-expanded", "true");
        for (int i = 0; i < 8; i++) {
            page.keyboard().press("Tab");
            assertEquals(false, page.evaluate("document.activeElement.closest('main') !== null"));
        }
        page.keyboard().press("Escape");
        assertThat(page.locator(".fold-rooms")).isFocused();
        assertThat(page.locator(".fold-rooms")).hasAttribute("aria-expanded", "false");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 360, 412})
    void whoChangesTheirNameFindsTheWayOut(int width) {
        Person mason = withPhone(width);
        Page page = mason.page();
        page.locator(".fold-rooms").tap();
        page.locator("#rename").tap();
        for (String button : new String[] {"Save", "Cancel"}) {
            BoundingBox box = page.locator("name-form button").getByText(button).boundingBox();
            assertTrue(box.x >= 0 && box.x + box.width <= width, button + " ends at " + (box.x + box.width));
            assertTrue(box.y + box.height <= HEIGHT, button + " ends at " + (box.y + box.height));
        }
        page.locator("name-form .cancel").tap();
        assertThat(mason.box()).isVisible();
        assertThat(page.locator("#rename .my-name")).hasText("mason");
    }

    @Test
    void enterBeginsANewLineAndTheButtonSends() {
        Person mason = withPhone(360);
        assertThat(mason.box()).hasAttribute("enterkeyhint", "enter");
        mason.box().fill("one");
        mason.box().press("Enter");
        mason.box().pressSequentially("two");
        assertThat(mason.box()).hasValue("one\ntwo");
        mason.page().locator(".send").tap();
        assertThat(mason.texts()).hasText(new String[] {"one two"});
        assertEquals("one\ntwo", mason.texts().first().textContent());
    }

    @Test
    void aRoomThatIsEnteredRaisesNoKeyboard() {
        Person mason = withPhone(360);
        mason.enter(chat.one.port(), "other");
        mason.page().locator(".fold-rooms").tap();
        mason.page().locator("room-list a[href='/room']").tap();
        assertThat(mason.page().locator("h1")).hasText("room");
        assertThat(mason.page().locator("#find-room")).isHidden();
        assertEquals("BUTTON", mason.page().evaluate("document.activeElement.tagName"));
    }

    private Person withPhone(int width) {
        NewContextOptions phone = new NewContextOptions()
                .setViewportSize(width, HEIGHT)
                .setHasTouch(true)
                .setIsMobile(true)
                .setLocale("en-GB");
        return company.person("mason", phone).enter(chat.one.port(), "room");
    }
}
