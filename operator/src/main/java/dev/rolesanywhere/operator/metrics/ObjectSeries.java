package dev.rolesanywhere.operator.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import java.util.ArrayList;
import java.util.List;

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

    void add(double value, String... values) {
        samples.add(new Sample(name, labels, List.of(values), value));
    }

    MetricFamilySamples family() {
        return new MetricFamilySamples(name, Type.GAUGE, help, samples);
    }
}
