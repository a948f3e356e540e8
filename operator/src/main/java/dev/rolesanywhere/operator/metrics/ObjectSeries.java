package dev.rolesanywhere.operator.metrics;

import dev.rolesanywhere.crds.condition.Condition;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The series of one metric. They exist only while an answer to Prometheus is written. */
final class ObjectSeries {
    private final String name;
    private final String help;
    private final List<String> labels;
    private final List<Sample> samples = new ArrayList<>();

    /** @param labels in the order of the values of {@link #add} */
    ObjectSeries(String name, String help, String... labels) {
        this.name = name;
        this.help = help;
        this.labels = List.of(labels);
    }

    /**
     * The series of a kind's conditions: 1 for each.
     *
     * @param object labels that name the object, before those of the condition
     */
    static ObjectSeries ofConditions(String name, String kind, String... object) {
        return new ObjectSeries(
                "rolesanywhere_" + name + "_condition",
                "1 for each current condition of an " + kind,
                Stream.concat(Stream.of(object), Stream.of("condition", "status", "reason"))
                        .toArray(String[]::new));
    }

    /** @param object values of the labels that name the object */
    void add(@Nullable List<Condition> conditions, String... object) {
        if (conditions == null) {
            return;
        }
        for (Condition condition : conditions) {
            String[] values = Arrays.copyOf(object, labels.size());
            values[object.length] = condition.type();
            values[object.length + 1] = condition.status().name();
            values[object.length + 2] = condition.reason();
            add(1, values);
        }
    }

    void add(double value, String... values) {
        samples.add(new Sample(name, labels, List.of(values), value));
    }

    MetricFamilySamples family() {
        return new MetricFamilySamples(name, Type.GAUGE, help, samples);
    }
}
