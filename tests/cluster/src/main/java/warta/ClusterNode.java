package warta;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * Runs one node of a cluster. Its arguments are a folder, then settings as NAME=VALUE.
 *
 * <p>The security plugin is loaded if its classes are there.
 *
 * <p>Compiles against OpenSearch 2 and 3, which name the classes of modules differently, and take
 * them as classes or as descriptions.
 */
public final class ClusterNode extends Node {
    private static final boolean IS_OLD = Version.CURRENT.major < 3;

    private static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4",
        "org.opensearch.analysis.common.CommonAnalysis",
        "org.opensearch.painless.Painless",
        "org.opensearch.index.reindex.Reindex",
        "org.opensearch.index.mapper.MapperExtras");

    private static final String SECURITY = "org.opensearch.security.OpenSearchSecurityPlugin";

    @SuppressWarnings({"rawtypes", "unchecked"})
    private ClusterNode(Environment environment) throws ClassNotFoundException {
        super(environment, (Collection) listModules(), false);
    }

    private static List<Object> listModules() throws ClassNotFoundException {
        List<Object> modules = new ArrayList<>();
        for (String module : MODULES) {
            modules.add(load(module + (IS_OLD ? "Plugin" : "ModulePlugin")));
        }
        String security = SECURITY.replace('.', '/') + ".class";
        if (ClusterNode.class.getClassLoader().getResource(security) != null) {
            modules.add(load(SECURITY));
        }
        return modules;
    }

    private static Object load(String name) throws ClassNotFoundException {
        return IS_OLD ? Class.forName(name) : describe(name);
    }

    private static PluginInfo describe(String name) {
        return new PluginInfo(
            name, "a module", "NA", Version.CURRENT, "21", name, null, List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("path.home", arguments[0]);
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        ClusterNode node = new ClusterNode(InternalSettingsPreparer.prepareEnvironment(
            Settings.EMPTY, settings, Path.of(arguments[0], "config"),
            () -> settings.get("node.name")));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            ended.countDown();
        }));
        node.start();
        ended.await();
    }
}
