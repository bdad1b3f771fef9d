package io.holdfast.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;

/** Reads manifests into the models of their published schemas, and refuses any field that is not in them. */
final class Schemas {

    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Secret", Secret.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("batch/v1/CronJob", CronJob.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("postgresql.cnpg.io/v1/Cluster", CnpgCluster.class),
            Map.entry("postgresql.cnpg.io/v1/ScheduledBackup", CnpgScheduledBackup.class),
            Map.entry("barmancloud.cnpg.io/v1/ObjectStore", CnpgObjectStore.class));

    /** The models keep what they do not know; here it is refused. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated method) {
                    return false;
                }
            })
            .build();

    private Schemas() {}

    /** @throws AssertionError if the kind is unknown or a field is */
    static Object read(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        Class<?> model = KINDS.get(kind);
        if (model == null) {
            throw new AssertionError("no schema for " + kind);
        }
        try {
            return STRICT.treeToValue(manifest, model);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(Kustomize.key(manifest) + ": " + wrong.getOriginalMessage(), wrong);
        }
    }

    // CloudNativePG publishes no Java models. Of its schema these are the fields
    // that are used here, with what the schema demands and allows, read from
    // api/v1/cluster_types.go and the resource definitions
    // postgresql.cnpg.io_scheduledbackups and barmancloud.cnpg.io_objectstores
    // in config/crd/bases of cloudnative-pg (1.28, which brought failoverQuorum)
    // and plugin-barman-cloud.

    record CnpgCluster(String apiVersion, String kind, ObjectMeta metadata, ClusterSpec spec) {}

    record ClusterSpec(
            int instances,
            String imageName,
            String primaryUpdateStrategy,
            String primaryUpdateMethod,
            Bootstrap bootstrap,
            Postgresql postgresql,
            ResourceRequirements resources,
            Storage storage,
            Storage walStorage,
            Affinity affinity,
            List<Plugin> plugins) {

        ClusterSpec {
            require(instances >= 1, "instances", instances);
            oneOf(primaryUpdateStrategy, "unsupervised", "supervised");
            oneOf(primaryUpdateMethod, "switchover", "restart");
        }
    }

    record Bootstrap(InitDb initdb) {}

    record InitDb(String database, String owner, boolean dataChecksums) {}

    record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

    record Synchronous(String method, int number, String dataDurability, boolean failoverQuorum) {

        Synchronous {
            require(number >= 1, "number", number);
            oneOf(method, "any", "first");
            oneOf(dataDurability, "required", "preferred");
        }
    }

    record Storage(String size) {

        Storage {
            require(size.matches("[0-9]+(\\.[0-9]+)?([EPTGMk]|[EPTGMK]i)?"), "size", size);
        }
    }

    record Affinity(boolean enablePodAntiAffinity, String podAntiAffinityType, String topologyKey) {

        Affinity {
            oneOf(podAntiAffinityType, "required", "preferred");
        }
    }

    record Plugin(String name, boolean isWALArchiver, Map<String, String> parameters) {}

    record CnpgScheduledBackup(String apiVersion, String kind, ObjectMeta metadata, BackupSpec spec) {}

    record BackupSpec(
            String schedule, String backupOwnerReference, Named cluster, String method, Named pluginConfiguration) {

        BackupSpec {
            require(schedule.split(" ").length == 6, "schedule", schedule);
            oneOf(backupOwnerReference, "none", "self", "cluster");
            oneOf(method, "barmanObjectStore", "volumeSnapshot", "plugin");
        }
    }

    record Named(String name) {

        Named {
            require(name != null, "name", name);
        }
    }

    record CnpgObjectStore(String apiVersion, String kind, ObjectMeta metadata, StoreSpec spec) {}

    record StoreSpec(String retentionPolicy, StoreConfiguration configuration) {

        StoreSpec {
            require(retentionPolicy.matches("[1-9][0-9]*[dwm]"), "retentionPolicy", retentionPolicy);
        }
    }

    record StoreConfiguration(String destinationPath, S3 s3Credentials, Wal wal, Data data) {

        StoreConfiguration {
            require(destinationPath != null && !destinationPath.isEmpty(), "destinationPath", destinationPath);
        }
    }

    record S3(Key accessKeyId, Key secretAccessKey) {}

    record Key(String name, String key) {

        Key {
            require(name != null && key != null, "name and key", name + ", " + key);
        }
    }

    record Wal(String compression, Integer maxParallel) {

        Wal {
            oneOf(compression, "bzip2", "gzip", "lz4", "snappy", "xz", "zstd");
            require(maxParallel == null || maxParallel >= 1, "maxParallel", maxParallel);
        }
    }

    /** The base backup knows fewer kinds of compression than the log, and {@code jobs} in place of {@code maxParallel}. */
    record Data(String compression, Integer jobs) {

        Data {
            oneOf(compression, "bzip2", "gzip", "snappy");
            require(jobs == null || jobs >= 1, "jobs", jobs);
        }
    }

    private static void oneOf(String value, String... allowed) {
        require(List.of(allowed).contains(value), "one of " + List.of(allowed), value);
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + ": " + value);
        }
    }
}
