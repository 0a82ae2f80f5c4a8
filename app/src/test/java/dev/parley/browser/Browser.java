package dev.parley.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.parley.support.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Chromium for all tests, and one Firefox for those that are {@link InFirefox}; each started by the first that needs it. The Firefox is
 * the one that is installed, by WebDriver BiDi.
 *
 * <p>Threading: Playwright's, so only the thread that runs the tests.
 */
final class Browser implements BeforeAllCallback {
    private static final List<String> FLAGS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final String FIREFOX_BY_BIDI = "moz-firefox";

    private static ExtensionContext.Store started;
    private static Kind kind;

    @Override
    public void beforeAll(ExtensionContext context) {
        started = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
        kind = isInFirefox(context.getRequiredTestClass()) ? Kind.FIREFOX : Kind.CHROMIUM;
    }

    private static Running running(Kind kind) {
        return started.computeIfAbsent(kind, Running::start, Running.class);
    }

    private static boolean isInFirefox(Class<?> tests) {
        return tests.isAnnotationPresent(InFirefox.class)
                || (tests.getEnclosingClass() != null && isInFirefox(tests.getEnclosingClass()));
    }

    private enum Kind {
        CHROMIUM,
        FIREFOX
    }

    /** A person's own browser: nothing is shared with others. */
    static BrowserContext newContext(com.microsoft.playwright.Browser.NewContextOptions options) {
        return running(kind).browser.newContext(options);
    }

    /** One in each of them, for what holds in all. */
    static List<BrowserContext> newContexts() {
        return Stream.of(Kind.values())
                .map(each -> running(each).browser.newContext())
                .toList();
    }

    /** A browser whose user has blocked cookies and all other data of sites. */
    static BrowserContext newContextWithoutSiteData(Path profile) {
        BrowserType.LaunchPersistentContextOptions options = new BrowserType.LaunchPersistentContextOptions();
        if (kind == Kind.FIREFOX) {
            options.setChannel(FIREFOX_BY_BIDI)
                    .setExecutablePath(Programs.firefox())
                    .setFirefoxUserPrefs(Map.of("network.cookie.cookieBehavior", 2));
        } else {
            blockInChromium(profile);
            options.setExecutablePath(Programs.browser())
                    .setChromiumSandbox(false)
                    .setArgs(FLAGS);
        }
        return running(kind).type.launchPersistentContext(profile, options);
    }

    private static void blockInChromium(Path profile) {
        try {
            Files.createDirectories(profile.resolve("Default"));
            Files.writeString(
                    profile.resolve("Default/Preferences"),
                    "{\"profile\":{\"default_content_setting_values\":{\"cookies\":2}}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Running(Playwright playwright, BrowserType type, com.microsoft.playwright.Browser browser)
            implements AutoCloseable {
        static Running start(Kind kind) {
            BrowserType.LaunchOptions options = kind == Kind.FIREFOX ? firefox() : chromium();
            Map<String, String> environment = Map.of(
                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                    "1",
                    "PLAYWRIGHT_NODEJS_PATH",
                    Programs.node().toString());
            Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
            BrowserType type = kind == Kind.FIREFOX ? playwright.firefox() : playwright.chromium();
            return new Running(playwright, type, type.launch(options));
        }

        private static BrowserType.LaunchOptions chromium() {
            return new BrowserType.LaunchOptions()
                    .setExecutablePath(Programs.browser())
                    .setChromiumSandbox(false)
                    .setArgs(FLAGS);
        }

        private static BrowserType.LaunchOptions firefox() {
            return new BrowserType.LaunchOptions().setChannel(FIREFOX_BY_BIDI).setExecutablePath(Programs.firefox());
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }
}
