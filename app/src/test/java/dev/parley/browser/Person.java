package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Somebody with a browser, in one tab of it. */
final class Person implements AutoCloseable {
    static final double PATIENCE_MS = 20_000;

    /** What Chromium and Firefox say of a request that failed; and Firefox looks for an icon where a page has none. */
    private static final Pattern OF_REQUESTS = Pattern.compile("^Failed to load resource|^Cross-Origin Request Blocked"
            + "|Firefox can’t establish a connection|connection to .* was interrupted|favicon\\.ico"
            + "|^Loading (failed for the|module from)|^The stylesheet .* was not loaded");

    /** What both say of a file of another version, for which there is no more than a problem. */
    static final String ANOTHER_VERSION = "^Refused to apply style|was blocked .*MIME type";

    private final String name;
    private final BrowserContext browser;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    private Person(String name, BrowserContext browser) {
        this.name = name;
        this.browser = browser;
        this.page = browser.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onPageError(this::note);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                note(message.text());
            }
        });
    }

    private void note(String fault) {
        if (!OF_REQUESTS.matcher(fault).find()) {
            faults.add(fault);
        }
    }

    /** With a browser of their own. */
    static Person named(String name) {
        return with(name, new NewContextOptions().setLocale("en-GB"));
    }

    /** Without a service worker unless the options ask for one: it would ask for files where tests can't stand between. */
    static Person with(String name, NewContextOptions options) {
        if (options.serviceWorkers == null) {
            options.setServiceWorkers(ServiceWorkerPolicy.BLOCK);
        }
        return new Person(name, Browser.newContext(options));
    }

    static Person in(String name, BrowserContext browser) {
        return new Person(name, browser);
    }

    /** The same person in another tab. */
    Person inAnotherTab() {
        return new Person(name, browser);
    }

    /** Goes to a room and, when asked, says who they are; then waits until the stream is live. */
    Person enter(int port, String channel) {
        page.navigate("http://127.0.0.1:" + port + "/" + channel);
        Locator form = page.locator("name-form input");
        page.locator("name-form input:visible, message-composer textarea:visible")
                .first()
                .waitFor();
        if (form.isVisible()) {
            form.fill(name);
            form.press("Enter");
        }
        return awaitState("Live");
    }

    Person say(String... messages) {
        for (String message : messages) {
            box().fill(message);
            box().press("Enter");
        }
        return this;
    }

    Person awaitText(String text) {
        Pattern whole = Pattern.compile("^" + text.replaceAll("[^\\w\\s]", "\\\\$0") + "$");
        texts().filter(new Locator.FilterOptions().setHasText(whole)).last().waitFor();
        return this;
    }

    Person awaitState(String words) {
        assertThat(page.locator("connection-state"))
                .containsText(words, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
        return this;
    }

    /** The messages that are in the room, as shown, in order; not those that are under way. */
    List<String> saidTexts() {
        return page.locator(".message:not(.pending) .text").allTextContents();
    }

    /** Exactly these, in this order, and nothing is under way any more. */
    void assertTexts(Stream<String> expected) {
        assertThat(page.locator(".message.pending"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS));
        assertEquals(expected.toList(), saidTexts());
    }

    String name() {
        return name;
    }

    Locator texts() {
        return page.locator(".message .text");
    }

    Locator box() {
        return page.locator("#message-box");
    }

    Page page() {
        return page;
    }

    BrowserContext browser() {
        return browser;
    }

    /** Waits until this expression is true in the page. (Playwright's own way is against the page's policy.) */
    void awaitTrue(String expression) {
        page.waitForCondition(() -> (Boolean) page.evaluate(expression));
    }

    /** Begins to measure {@link #longestSilenceMs}. */
    void watchSilence() {
        page.evaluate("""
                () => {
                  let heardAt;
                  window.longestSilence = 0;
                  new MutationObserver(() => {
                    const now = performance.now();
                    window.longestSilence = Math.max(window.longestSilence, now - (heardAt ?? now));
                    heardAt = now;
                  }).observe(document.querySelector('.rows'), { childList: true });
                }""");
    }

    /** The longest time between two messages that appeared in this tab. */
    long longestSilenceMs() {
        return ((Number) page.evaluate("Math.round(longestSilence)")).longValue();
    }

    /** What is part of a test is no fault of the page. */
    void forgive(String pattern) {
        faults.removeIf(Pattern.compile(pattern).asPredicate());
    }

    /** Scripts failed, or something was against the page's security policy. */
    void assertNoFaults() {
        assertEquals(List.of(), faults, () -> String.format(Locale.ROOT, "in %s's browser", name));
    }

    @Override
    public void close() {
        browser.close();
    }
}
