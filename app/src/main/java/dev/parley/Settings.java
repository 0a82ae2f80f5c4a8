package dev.parley;

import dev.parley.channel.InvalidInput;
import dev.parley.http.guard.AddressLimits;
import dev.parley.http.guard.ClientAddresses;
import dev.parley.http.guard.ForwardedHeader;
import dev.parley.http.guard.Guards;
import dev.parley.http.guard.Hosts;
import dev.parley.http.guard.HttpLimits;
import dev.parley.http.guard.Origins;
import dev.parley.http.guard.Rate;
import dev.parley.http.guard.TrustedProxies;
import dev.parley.identity.Access;
import dev.parley.push.PushServices;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.RedisUrl;
import dev.parley.redis.log.HistoryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The settings: each a flag, and an environment variable that the flag overrides. */
@Command(
        name = "parley",
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {TokenCommand.class, ExplainCommand.class, RehearseCommand.class},
        description = "Chat over server-sent events, on any number of instances, with Redis behind it.",
        footer = {"", "Each setting can be given as the environment variable in brackets instead."})
final class Settings {
    /** Names that platforms set themselves; all others begin with PARLEY_. */
    private static final Set<String> PLAIN_VARIABLES = Set.of("PORT", "HOST", "REDIS_URL");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7070",
            converter = SettingTypes.Port.class,
            description = "where to listen; 0 takes a free one [PORT] (${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "0.0.0.0",
            description = "address to listen on [HOST] (${DEFAULT-VALUE})")
    String host;

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            converter = SettingTypes.RedisAddress.class,
            description = "redis://[user:password@]host[:port][/db], rediss:// for TLS,"
                    + " redis-sentinel://host:port,host:port/master-name, or redis-cluster://host:port,host:port"
                    + " (rediss-cluster:// for TLS) [REDIS_URL]"
                    + " (the Redis on localhost:6379, or else an embedded one on that port)")
    RedisUrl redisUrl;

    @Option(
            names = "--hear",
            paramLabel = "WHAT",
            converter = SettingTypes.HearWhat.class,
            description =
                    "what this instance hears of Redis: all, or what it has listeners for: interest; both while a running"
                            + " deployment goes over from one to the other [PARLEY_HEAR] (all; interest in a cluster)")
    private Hear hear;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the embedded Redis keeps everything, so that it survives a restart [PARLEY_DATA]"
                    + " (in memory only)")
    Path data;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            defaultValue = "9s",
            converter = SettingTypes.Time.class,
            description = "a stream that was silent for so long gets a heartbeat [PARLEY_HEARTBEAT] (${DEFAULT-VALUE})")
    Duration heartbeat;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "1000",
            converter = SettingTypes.Count.class,
            description = "messages kept of each channel [PARLEY_HISTORY] (${DEFAULT-VALUE})")
    int history;

    @Option(
            names = "--history-ttl",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = SettingTypes.Time.class,
            description = "a channel that was silent for so long is forgotten [PARLEY_HISTORY_TTL] (${DEFAULT-VALUE})")
    Duration historyTtl;

    @Option(
            names = "--history-total",
            paramLabel = "SIZE",
            defaultValue = "1g",
            converter = SettingTypes.Volume.class,
            description = "of Redis' memory for the histories of all channels; those that were silent longest go first"
                    + " [PARLEY_HISTORY_TOTAL] (${DEFAULT-VALUE})")
    long historyTotal;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = SettingTypes.TimeOrZero.class,
            description = "on SIGTERM, streams are sent away spread over so long [PARLEY_DRAIN] (${DEFAULT-VALUE})")
    Duration drain;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "chat:",
            converter = SettingTypes.Prefix.class,
            description = "of all pub/sub channels and keys in Redis [PARLEY_PREFIX] (${DEFAULT-VALUE})")
    String prefix;

    @Option(
            names = "--origins",
            paramLabel = "ORIGINS",
            converter = SettingTypes.OriginList.class,
            description = "other sites whose pages may use this chat: https://a.example,https://b.example, or * for all"
                    + " [PARLEY_ORIGINS] (none)")
    Origins origins = Origins.NONE;

    @Option(
            names = "--address-limits",
            paramLabel = "ON",
            defaultValue = "on",
            converter = SettingTypes.SwitchPosition.class,
            description = "off for no limit on what one client address or user may do, whatever else is set"
                    + " [PARLEY_ADDRESS_LIMITS] (${DEFAULT-VALUE})")
    SettingTypes.Switch addressLimits;

    @Option(
            names = "--post-rate",
            paramLabel = "RATE",
            defaultValue = "10/s",
            converter = SettingTypes.RateOrOff.class,
            description = "POSTs of one client, in bursts up to twice as many; off for no limit"
                    + " [PARLEY_POST_RATE] (${DEFAULT-VALUE})")
    Rate postRate;

    @Option(
            names = "--streams-per-address",
            paramLabel = "N",
            defaultValue = "100",
            converter = SettingTypes.CountOrOff.class,
            description =
                    "streams of one client address; off for no limit [PARLEY_STREAMS_PER_ADDRESS] (${DEFAULT-VALUE})")
    int streamsPerAddress;

    @Option(
            names = "--streams-per-user",
            paramLabel = "N",
            defaultValue = "20",
            converter = SettingTypes.CountOrOff.class,
            description = "streams of one verified user, instead; off for no limit, as it is where"
                    + " --streams-per-address is [PARLEY_STREAMS_PER_USER] (${DEFAULT-VALUE})")
    int streamsPerUser;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            defaultValue = "50000",
            converter = SettingTypes.CountOrOff.class,
            description = "streams of this instance; off for no limit [PARLEY_MAX_STREAMS] (${DEFAULT-VALUE})")
    int maxStreams;

    @Option(
            names = "--max-channels",
            paramLabel = "N",
            defaultValue = "off",
            converter = SettingTypes.CountOrOff.class,
            description = "channels with streams on this instance; off for as many as its memory carries"
                    + " [PARLEY_MAX_CHANNELS] (${DEFAULT-VALUE})")
    int maxChannels;

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            defaultValue = "64k",
            converter = SettingTypes.SizeOrOff.class,
            description = "size of a request's body; off for no limit [PARLEY_MAX_BODY] (${DEFAULT-VALUE})")
    int maxBody;

    @Option(
            names = "--max-header",
            paramLabel = "SIZE",
            defaultValue = "16k",
            converter = SettingTypes.Size.class,
            description = "size of a request's address and headers [PARLEY_MAX_HEADER] (${DEFAULT-VALUE})")
    int maxHeader;

    @Option(
            names = "--request-time",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = SettingTypes.TimeOrOff.class,
            description = "within which a request must have arrived whole, and an answer must have advanced; off for no"
                    + " limit [PARLEY_REQUEST_TIME] (${DEFAULT-VALUE})")
    Duration requestTime;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "ADDRESSES",
            defaultValue = "none",
            converter = SettingTypes.Proxies.class,
            description = "whose X-Forwarded-For says who the client is: 10.0.0.0/8,::1"
                    + " [PARLEY_TRUSTED_PROXIES] (${DEFAULT-VALUE})")
    TrustedProxies trustedProxies;

    @Option(
            names = "--forwarded-header",
            paramLabel = "NAME",
            defaultValue = "x-forwarded-for",
            converter = SettingTypes.HeaderOfProxies.class,
            description = "which header trusted proxies set: x-forwarded-for or forwarded; the other one never counts"
                    + " [PARLEY_FORWARDED_HEADER] (${DEFAULT-VALUE})")
    ForwardedHeader forwardedHeader;

    @Option(
            names = "--hosts",
            paramLabel = "NAMES",
            converter = SettingTypes.HostList.class,
            description = "names of this chat in a private network, beside IP addresses and local names:"
                    + " chat.example.com,*.example.org, or * for all [PARLEY_HOSTS] (none)")
    Hosts hosts = Hosts.NONE;

    @Option(
            names = "--push-services",
            paramLabel = "HOSTS",
            defaultValue = PushServices.KNOWN,
            converter = SettingTypes.PushServiceList.class,
            description = "which push services browsers that are closed may be told through; off for none"
                    + " [PARLEY_PUSH_SERVICES] (${DEFAULT-VALUE})")
    PushServices pushServices;

    @Mixin
    final AccessOptions accessOptions = new AccessOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    boolean help;

    /** A parser whose errors, {@link CommandLine.ParameterException}, are one line that names the setting. */
    static CommandLine parser(Map<String, String> environment) {
        CommandLine parser = new CommandLine(new Settings());
        parser.setDefaultValueProvider(setting -> fromEnvironment(setting, environment));
        parser.setUsageHelpLongOptionsMaxWidth(24);
        parser.setExpandAtFiles(false); // what begins with @ is a file with a key
        return parser;
    }

    /** Whether it is one, and not an option of another command. */
    static boolean isSetting(ArgSpec argument) {
        return argument.isOption() && argument.command().parent() == null;
    }

    /** The environment variable of a setting. */
    static String variable(ArgSpec setting) {
        String flag = ((OptionSpec) setting).longestName();
        String name = flag.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
        return PLAIN_VARIABLES.contains(name) ? name : "PARLEY_" + name;
    }

    /** @throws InvalidInput when settings don't fit each other */
    void requireFit() {
        access();
        if (redisUrl != null) {
            hear(redisUrl);
        }
    }

    /**
     * How such a Redis is heard.
     *
     * @throws InvalidInput when it can't be heard as it is set
     */
    Hear hear(RedisUrl url) {
        if (!url.isCluster()) {
            return hear == null ? Hear.ALL : hear;
        }
        if (hear != null && hear != Hear.INTEREST) {
            throw new InvalidInput(
                    "--hear=" + hear + " [PARLEY_HEAR] is not for a Redis Cluster, whose shards tell instances"
                            + " what they have listeners for: leave it out");
        }
        return Hear.INTEREST;
    }

    HistoryLimits historyLimits() {
        return new HistoryLimits(history, historyTtl, historyTotal);
    }

    HttpLimits httpLimits() {
        AddressLimits address =
                new AddressLimits(addressLimits == SettingTypes.Switch.ON, postRate, streamsPerAddress, streamsPerUser);
        return new HttpLimits(address, maxStreams, maxBody, maxHeader, requestTime);
    }

    ClientAddresses clientAddresses() {
        return new ClientAddresses(trustedProxies, forwardedHeader);
    }

    Guards guards() {
        return Guards.of(hosts, origins, httpLimits(), clientAddresses(), access());
    }

    /** @throws dev.parley.channel.InvalidInput when its settings don't fit together */
    Access access() {
        return accessOptions.access();
    }

    /** An empty variable counts as none, as it does for most programs. */
    private static String fromEnvironment(ArgSpec setting, Map<String, String> environment) {
        String value = isSetting(setting) ? environment.get(variable(setting)) : null;
        return value == null || value.isEmpty() ? null : value;
    }
}
