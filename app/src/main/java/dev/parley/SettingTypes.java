package dev.parley;

import dev.parley.http.guard.ForwardedHeader;
import dev.parley.http.guard.Hosts;
import dev.parley.http.guard.HttpLimits;
import dev.parley.http.guard.Origins;
import dev.parley.http.guard.Rate;
import dev.parley.http.guard.TrustedProxies;
import dev.parley.push.PushServices;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.RedisUrl;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of settings are written. */
final class SettingTypes {
    private SettingTypes() {}

    static final class Port implements ITypeConverter<Integer> {
        private static final int MAX = 65_535;

        @Override
        public Integer convert(String text) {
            return number(text, 0, MAX, "a port from 0 to 65535");
        }
    }

    static final class Count implements ITypeConverter<Integer> {
        private static final int MAX = 100_000;

        @Override
        public Integer convert(String text) {
            return number(text, 1, MAX, "a number from 1 to 100000");
        }
    }

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration time = time(text);
            if (time.isZero()) {
                throw unlike("a time of at least 1ms", text);
            }
            return time;
        }
    }

    static final class TimeOrZero implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return time(text);
        }
    }

    static final class RedisAddress implements ITypeConverter<RedisUrl> {
        @Override
        public RedisUrl convert(String text) {
            try {
                return RedisUrl.parse(text);
            } catch (IllegalArgumentException e) {
                // without the text: it may hold a password
                throw new TypeConversionException(
                        RedisUrl.ONE_DATABASE.equals(e.getMessage())
                                ? RedisUrl.ONE_DATABASE
                                : "write it like redis://localhost:6379, rediss://user:password@host:6380/0,"
                                        + " redis-sentinel://host:26379,host:26379/master-name or"
                                        + " redis-cluster://host:6379,host:6379");
            }
        }
    }

    static final class HearWhat implements ITypeConverter<Hear> {
        @Override
        public Hear convert(String text) {
            return oneOf(Hear.values(), text, "all, interest or both");
        }
    }

    static final class OriginList implements ITypeConverter<Origins> {
        @Override
        public Origins convert(String text) {
            try {
                return Origins.parse(text);
            } catch (IllegalArgumentException e) {
                throw unlike("origins such as https://a.example,http://b.example:8080, or *", text);
            }
        }
    }

    /** Kept free of what Redis patterns and hash tags give a meaning to. */
    static final class Prefix implements ITypeConverter<String> {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

        @Override
        public String convert(String text) {
            if (!FORM.matcher(text).matches()) {
                throw unlike("1 to 64 of A-Z a-z 0-9 _ . : -", text);
            }
            return text;
        }
    }

    static final class CountOrOff implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals(OFF)
                    ? HttpLimits.OFF
                    : number(text, 1, MAX_COUNT, "a number from 1 to " + MAX_COUNT + ", or off");
        }
    }

    static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            Matcher parts = SIZE.matcher(text);
            if (!parts.matches()) {
                throw unlike("a size such as 8k or 1m", text);
            }
            int unit = parts.group(2).equals("k") ? KIB : KIB * KIB;
            return Integer.parseInt(parts.group(1)) * unit;
        }
    }

    /** A size that may be larger. */
    static final class Volume implements ITypeConverter<Long> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})(m|g)");

        @Override
        public Long convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw unlike("a size such as 200m or 4g", text);
            }
            long unit = parts.group(2).equals("m") ? KIB * KIB : (long) KIB * KIB * KIB;
            return Long.parseLong(parts.group(1)) * unit;
        }
    }

    static final class SizeOrOff implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals(OFF) ? (Integer) HttpLimits.OFF : new Size().convert(text);
        }
    }

    /** Zero for off. */
    static final class TimeOrOff implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return text.equals(OFF) ? Duration.ZERO : new Time().convert(text);
        }
    }

    static final class RateOrOff implements ITypeConverter<Rate> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})/(s|m|h)");

        @Override
        public Rate convert(String text) {
            if (text.equals(OFF)) {
                return Rate.OFF;
            }
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw unlike("a rate such as 10/s, 100/m or 1000/h, or off", text);
            }
            return new Rate(Integer.parseInt(parts.group(1)), time(1, parts.group(2)));
        }
    }

    static final class HostList implements ITypeConverter<Hosts> {
        @Override
        public Hosts convert(String text) {
            try {
                return Hosts.parse(text);
            } catch (IllegalArgumentException e) {
                throw unlike("names without a port such as chat.example.com,*.example.org, or *", text);
            }
        }
    }

    enum Switch {
        ON,
        OFF;

        /** As it is written. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final class SwitchPosition implements ITypeConverter<Switch> {
        @Override
        public Switch convert(String text) {
            return oneOf(Switch.values(), text, "on or off");
        }
    }

    static final class HeaderOfProxies implements ITypeConverter<ForwardedHeader> {
        @Override
        public ForwardedHeader convert(String text) {
            return oneOf(ForwardedHeader.values(), text, "x-forwarded-for or forwarded");
        }
    }

    static final class Proxies implements ITypeConverter<TrustedProxies> {
        @Override
        public TrustedProxies convert(String text) {
            try {
                return new TrustedProxies(text.equals("none") ? List.of() : List.of(text.split(",", -1)));
            } catch (IllegalArgumentException e) {
                throw unlike("addresses or networks such as 10.0.0.0/8,::1, or none", text);
            }
        }
    }

    /** A list of push services, or off. */
    static final class PushServiceList implements ITypeConverter<PushServices> {
        @Override
        public PushServices convert(String text) {
            try {
                return text.equals(OFF) ? PushServices.off() : PushServices.parse(text);
            } catch (IllegalArgumentException e) {
                throw unlike("hosts such as push.example.com,*.example.org, or off", text);
            }
        }
    }

    private static final String OFF = "off";
    private static final int MAX_COUNT = 10_000_000;
    private static final int KIB = 1024;
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,2})(k|m)");

    /** Some 100 years: counted in nanoseconds, it still fits a long. */
    private static final Duration MAX_TIME = Duration.ofDays(36_500);

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static Duration time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw unlike("a time such as 500ms, 10s, 5m, 1h or 7d", text);
        }
        Duration time = time(Long.parseLong(parts.group(1)), parts.group(2));
        if (time.compareTo(MAX_TIME) > 0) {
            throw unlike("a time of at most 36500d", text);
        }
        return time;
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static int number(String text, int min, int max, String wanted) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw unlike(wanted, text);
    }

    private static <T> T oneOf(T[] values, String text, String wanted) {
        return Stream.of(values)
                .filter(value -> value.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> unlike(wanted, text));
    }

    private static TypeConversionException unlike(String wanted, String text) {
        return new TypeConversionException("it takes " + wanted + ", not '" + text + "'");
    }
}
