package dev.parley.browser;

import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;

/** For what takes longer than Playwright's five seconds. */
final class Waiting {
    private Waiting() {}

    static HasTextOptions longForTexts() {
        return new HasTextOptions().setTimeout(Person.PATIENCE_MS);
    }

    static ContainsTextOptions longForPart() {
        return new ContainsTextOptions().setTimeout(Person.PATIENCE_MS);
    }

    static HasCountOptions longForCount() {
        return new HasCountOptions().setTimeout(Person.PATIENCE_MS);
    }
}
