package dev.parley.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What someone may: for each verb the channels. To operate is of no channel; it is there or not. */
public record Grants(Map<Verb, List<ChannelPattern>> patterns) {
    public static final Grants NONE = new Grants(Map.of());

    private static final int MAX_PATTERNS = 100;

    /** What everybody may listen to. */
    private static final List<ChannelPattern> OWN =
            List.of(new ChannelPattern("user-{sub}"), new ChannelPattern("user-{sub}:*"));

    /** @throws InvalidInput when there are more than 100 patterns */
    public Grants {
        if (patterns.values().stream().mapToInt(List::size).sum() > MAX_PATTERNS) {
            throw new InvalidInput("Grants have at most " + MAX_PATTERNS + " patterns.");
        }
        patterns = patterns.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
    }

    /**
     * Reads them as settings and keys have them: {@code listen:* publish:team-*,everyone operate}; or {@code none}.
     *
     * @throws InvalidInput that says what is wrong
     */
    public static Grants parse(String text) {
        Map<Verb, List<ChannelPattern>> patterns = new EnumMap<>(Verb.class);
        String all = text.strip();
        for (String grant : all.equals("none") ? new String[0] : all.split("\\s+", -1)) {
            String[] parts = grant.split(":", 2);
            Verb verb = Verb.parse(parts[0]);
            if (verb != Verb.OPERATE && parts.length < 2) {
                throw new InvalidInput("A grant names channels, such as " + verb.label() + ":team-*");
            }
            patterns.computeIfAbsent(verb, first -> new ArrayList<>())
                    .addAll(verb == Verb.OPERATE ? List.of(ChannelPattern.ALL) : list(parts[1]));
        }
        return new Grants(patterns);
    }

    /**
     * Reads them as tokens have them: {@code {"listen":["team-7"],"operate":true}}.
     *
     * @throws InvalidInput that says what is wrong: a verb that is misspelt must not go unnoticed
     */
    static Grants of(JsonNode object) {
        Map<Verb, List<ChannelPattern>> patterns = new EnumMap<>(Verb.class);
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Verb verb = Verb.parse(member.getKey());
            JsonNode value = member.getValue();
            if (verb != Verb.OPERATE) {
                patterns.put(
                        verb,
                        texts(member.getKey(), value).map(ChannelPattern::new).toList());
            } else if (value.booleanValue()) {
                patterns.put(verb, List.of(ChannelPattern.ALL));
            }
        }
        return new Grants(patterns);
    }

    /** Everything everywhere. */
    static Grants all(PrivateNames names) {
        return new Grants(
                Stream.of(Verb.values()).collect(Collectors.toMap(verb -> verb, verb -> names.andAllOthers())));
    }

    /** The list of strings that a member is. */
    static Stream<String> texts(String name, JsonNode list) {
        if (!list.isArray() || list.valueStream().anyMatch(each -> !each.isTextual())) {
            throw new InvalidInput("'" + name + "' is a list of strings.");
        }
        return list.valueStream().map(JsonNode::textValue);
    }

    /** As {@link #of(JsonNode)} reads them. */
    ObjectNode json() {
        ObjectNode json = Json.NODES.objectNode();
        patterns.forEach((verb, channels) -> {
            if (verb == Verb.OPERATE) {
                json.put(verb.label(), true);
            } else {
                channels.forEach(channel -> json.withArray(verb.label()).add(channel.value()));
            }
        });
        return json;
    }

    /** With what is one person's own: to be heard by them, and to be said by others. */
    Grants of(String sub) {
        Map<Verb, List<ChannelPattern>> own = new EnumMap<>(Verb.class);
        patterns.forEach((verb, channels) -> own.put(
                verb, channels.stream().flatMap(each -> each.of(sub).stream()).toList()));
        own.merge(
                Verb.LISTEN,
                OWN.stream().flatMap(each -> each.of(sub).stream()).toList(),
                (granted, theirs) -> Stream.concat(granted.stream(), theirs.stream())
                        .distinct()
                        .limit(MAX_PATTERNS)
                        .toList());
        return new Grants(own);
    }

    List<ChannelPattern> of(Verb verb) {
        return patterns.getOrDefault(verb, List.of());
    }

    private static List<ChannelPattern> list(String patterns) {
        return Stream.of(patterns.split(",", -1)).map(ChannelPattern::new).toList();
    }

    @Override
    public String toString() {
        return patterns.isEmpty()
                ? "none"
                : Stream.of(Verb.values())
                        .filter(verb -> !of(verb).isEmpty())
                        .map(this::shown)
                        .collect(Collectors.joining(" "));
    }

    private String shown(Verb verb) {
        return verb == Verb.OPERATE
                ? verb.label()
                : verb.label() + ":"
                        + of(verb).stream().map(ChannelPattern::value).collect(Collectors.joining(","));
    }
}
