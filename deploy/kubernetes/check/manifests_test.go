package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var directories = []string{"../base", "../redis-cluster"}

func TestWhatIsInTheRepositoryIsSound(t *testing.T) {
	for _, directory := range directories {
		all, err := Build(directory)
		if err != nil {
			t.Fatalf("%s: %v", directory, err)
		}
		for _, fault := range all.Faults() {
			t.Errorf("%s: %s", directory, fault)
		}
		if len(all.Deployments) != 1 || len(all.Services) == 0 {
			t.Errorf("%s: no deployment or no service", directory)
		}
	}
}

// Whether each check can fail: one word changed in the right manifests, and what is to be said of it.
func TestWhatIsWrongIsNoticed(t *testing.T) {
	for _, change := range []struct{ file, from, to, fault string }{
		{"base/deployment.yaml", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 12", "is killed after 12s, though it needs 20s"},
		{"base/deployment.yaml", "value: 10s", "value: 1m", "is killed after 30s, though it needs 1m10s"},
		{"base/deployment.yaml", "[\"sleep\", \"5\"]", "[\"true\"]", "does not wait before it ends"},
		{"base/deployment.yaml", "readinessProbe", "readynessProbe", "unknown field"},
		{"base/deployment.yaml", "path: /readyz", "path: /healthz", "is not asked at /readyz"},
		{"base/deployment.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "may run as root"},
		{"base/deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its image"},
		{"base/deployment.yaml", "enableServiceLinks: false", "enableServiceLinks: true", "variables such as PARLEY_PORT"},
		{"base/deployment.yaml", "name: http\n              containerPort", "name: web\n              containerPort", "service parley leads to a port http"},
		{"base/deployment.yaml", "memory: 768Mi\n            limits", "memory: plenty\n            limits", "quantities must match"},
		{"base/deployment.yaml", "mountPath: /tmp", "mountPath: /tmp\n            - name: cache\n              mountPath: /cache", "mounts cache"},
		{"base/disruption-budget.yaml", "maxUnavailable: 1", "maxUnavailable: 0", "not one of 3 may be away"},
		{"base/service.yaml", "targetPort: http", "targetPort: https", "leads to a port https"},
		{"redis-cluster/redis.yaml", "policy/v1", "policy/v1beta1", "no type is known here"},
		{"redis-cluster/network-policy.yaml", "component: redis", "component: reddis", "selects no pod"},
		{"redis-cluster/kustomization.yaml", "url=redis-cluster", "address=redis-cluster", "needs url of the secret parley-redis"},
		{"redis-cluster/kustomization.yaml", "- name: redis\n    files", "- name: config\n    files", "needs a config map redis"},
	} {
		t.Run(change.file+" "+change.to, func(t *testing.T) {
			directory := t.TempDir()
			copyTree(t, directory)
			replace(t, filepath.Join(directory, change.file), change.from, change.to)
			said := faultsOf(filepath.Join(directory, filepath.Dir(change.file)))
			if !strings.Contains(said, change.fault) {
				t.Errorf("wanted %q, it says %q", change.fault, said)
			}
		})
	}
}

func faultsOf(directory string) string {
	all, err := Build(directory)
	if err != nil {
		return err.Error()
	}
	return strings.Join(all.Faults(), "\n")
}

func copyTree(t *testing.T, into string) {
	for _, directory := range directories {
		if err := os.CopyFS(filepath.Join(into, filepath.Base(directory)), os.DirFS(directory)); err != nil {
			t.Fatal(err)
		}
	}
}

func replace(t *testing.T, file, from, to string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s has no %q any more", file, from)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
