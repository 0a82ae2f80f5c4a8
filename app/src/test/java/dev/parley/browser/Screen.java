package dev.parley.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody looks at a page on, to see how it looks there: as large as phones, tablets and desktops are, in each kind of colours. */
enum Screen {
    SMALL_PHONE(320, 640),
    PHONE(360, 740),
    TABLET(768, 1024),
    DESKTOP(1440, 900);

    private static final boolean LONG = Boolean.getBoolean("parley.long");

    private final int width;
    private final int height;

    Screen(int width, int height) {
        this.width = width;
        this.height = height;
    }

    enum Colours {
        LIGHT(ColorScheme.LIGHT, ForcedColors.NONE),
        DARK(ColorScheme.DARK, ForcedColors.NONE),
        FORCED(ColorScheme.DARK, ForcedColors.ACTIVE);

        private final ColorScheme scheme;
        private final ForcedColors forced;

        Colours(ColorScheme scheme, ForcedColors forced) {
            this.scheme = scheme;
            this.forced = forced;
        }
    }

    /** One of them, in one kind of colours. */
    record Look(Screen screen, Colours colours) {
        NewContextOptions options() {
            return new NewContextOptions()
                    .setViewportSize(screen.width, screen.height)
                    .setColorScheme(colours.scheme)
                    .setForcedColors(colours.forced)
                    .setLocale("en-GB")
                    .setHasTouch(screen.width < 1_000);
        }

        /** For names of files: `320-dark`. */
        @Override
        public String toString() {
            return screen.width + "-" + colours.name().toLowerCase(Locale.ROOT);
        }
    }

    /** These; with {@code -Dparley.long=true} all. */
    static Stream<Look> looks(Look... always) {
        return LONG
                ? Stream.of(values())
                        .flatMap(screen -> Stream.of(Colours.values()).map(each -> new Look(screen, each)))
                : Stream.of(always);
    }
}
