package dev.parley;

import dev.parley.channel.InvalidInput;
import dev.parley.http.CannotListen;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.RedisTooOld;
import dev.parley.redis.link.RedisUrl;
import java.io.IOException;
import java.security.Security;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int BAD_SETTING = 2;
    private static final int CANNOT_START = 1;

    /** What the process ends with, whether it fails or is told to end. */
    private static volatile int exitStatus;

    private Main() {}

    public static void main(String[] args) {
        CommandLine parser = Settings.parser(System.getenv());
        try {
            ParseResult flags = parser.parseArgs(args);
            AccessOptions.refuseSecrets(flags);
            if (flags.hasSubcommand()) {
                run(flags.subcommand());
                return;
            }
            parser.<Settings>getCommand().requireFit(); // before anything is started
        } catch (ParameterException e) {
            fail(BAD_SETTING, explained(e));
            return;
        } catch (InvalidInput unfit) {
            fail(BAD_SETTING, unfit.getMessage() + " (--help lists the settings)");
            return;
        }
        if (parser.isUsageHelpRequested()) {
            Settings.parser(Map.of()).usage(System.out); // it shows the defaults, not what this environment sets
            return;
        }
        Settings settings = parser.getCommand();
        try {
            run(settings);
        } catch (IOException | CannotListen | RedisTooOld e) {
            fail(CANNOT_START, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Parley can't start", e); // and ends, though an embedded Redis would keep it alive
            fail(CANNOT_START, "can't start: " + e);
        }
    }

    private static void run(ParseResult command) {
        CommandLine parser = command.commandSpec().commandLine();
        if (command.isUsageHelpRequested()) {
            parser.usage(System.out);
            return;
        }
        int status = parser.<Subcommand>getCommand().run();
        if (status != 0) {
            System.exit(status);
        }
    }

    private static void run(Settings settings) throws IOException {
        // a name of Redis may lead elsewhere after a failover; by default, Java remembers for 30 s where it led
        Security.setProperty("networkaddress.cache.ttl", "1");
        RedisChoice redis = RedisChoice.make(settings);
        App app = new App(settings, redis.url());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(app, redis), "shutdown"));
        app.start();
        redis.keepUp(app::isRedisUp);
        String version = Main.class.getPackage().getImplementationVersion();
        LOG.info(
                "Parley {} listens on {}:{}, Redis is at {}{}; {}",
                version == null ? "(unpackaged)" : version,
                settings.host,
                app.port(),
                redis.url().shown(),
                hearing(settings, redis.url()),
                app.capacity());
        printWelcome(app, redis, settings);
    }

    private static void printWelcome(App app, RedisChoice redis, Settings settings) {
        System.out.printf("Chat:    http://localhost:%d%n", app.port());
        System.out.printf("Access:  %s%n", settings.accessOptions.shown());
        System.out.printf("Redis:   %s%s%n", redis.shown(), hearing(settings, redis.url()));
        System.out.printf(
                "Inject:  redis-cli %spublish %severyone 'deploying'%n",
                redis.url().cliFlags(), redis.url().topics(settings.prefix));
    }

    /** How it hears, where that is not as usual. */
    private static String hearing(Settings settings, RedisUrl url) {
        Hear hear = settings.hear(url);
        return hear.isSelective() ? ", hear: " + hear : "";
    }

    /** Redis last: the drain needs it. Ends the process itself, since a JVM that a signal ends would report a failure (128 and the signal's number). */
    private static void close(App app, RedisChoice redis) {
        app.close();
        redis.close();
        if (exitStatus == 0) {
            LOG.info("Parley has ended");
        }
        Runtime.getRuntime().halt(exitStatus);
    }

    private static String explained(ParameterException e) {
        String variable = e.getArgSpec() != null && Settings.isSetting(e.getArgSpec())
                ? " [" + Settings.variable(e.getArgSpec()) + "]"
                : "";
        return e.getMessage() + variable + " (--help lists the settings)";
    }

    private static void fail(int status, String why) {
        System.err.println("parley: " + why);
        exitStatus = status;
        System.exit(status);
    }
}
