// Package check reads the manifests of deploy/kubernetes as a cluster would: Kustomize builds them, and every object is decoded into
// the type that the API has for it, in which nothing unknown may be left over. Schemas to be downloaded are not needed for that.
package check

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// Manifests are the objects of a directory with a kustomization.
type Manifests struct {
	Deployments  []appsv1.Deployment
	StatefulSets []appsv1.StatefulSet
	Jobs         []batchv1.Job
	Services     []corev1.Service
	Secrets      []corev1.Secret
	ConfigMaps   []corev1.ConfigMap
	Budgets      []policyv1.PodDisruptionBudget
	Policies     []networkingv1.NetworkPolicy
}

// Build has Kustomize build a directory, and decodes what comes of it.
func Build(directory string) (*Manifests, error) {
	objects, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), directory)
	if err != nil {
		return nil, err
	}
	all := &Manifests{}
	for _, object := range objects.Resources() {
		text, err := object.AsYAML()
		if err != nil {
			return nil, err
		}
		if err := all.add(text); err != nil {
			return nil, fmt.Errorf("%s: %w", object.CurId(), err)
		}
	}
	return all, nil
}

func (all *Manifests) add(text []byte) error {
	var kind struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return err
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "apps/v1 Deployment":
		return decode(text, &all.Deployments)
	case "apps/v1 StatefulSet":
		return decode(text, &all.StatefulSets)
	case "batch/v1 Job":
		return decode(text, &all.Jobs)
	case "v1 Service":
		return decode(text, &all.Services)
	case "v1 Secret":
		return decode(text, &all.Secrets)
	case "v1 ConfigMap":
		return decode(text, &all.ConfigMaps)
	case "policy/v1 PodDisruptionBudget":
		return decode(text, &all.Budgets)
	case "networking.k8s.io/v1 NetworkPolicy":
		return decode(text, &all.Policies)
	}
	return fmt.Errorf("no type is known here for %s %s", kind.APIVersion, kind.Kind)
}

func decode[T any](text []byte, into *[]T) error {
	var object T
	if err := yaml.UnmarshalStrict(text, &object); err != nil {
		return err
	}
	*into = append(*into, object)
	return nil
}
