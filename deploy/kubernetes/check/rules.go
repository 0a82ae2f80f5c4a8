package check

import (
	"fmt"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// What an instance needs beyond preStop and drain: the last answers, and closing.
const rest = 5 * time.Second

type pod struct {
	name     string
	labels   map[string]string
	selector *metav1.LabelSelector // of what owns it; nil where there is none
	spec     corev1.PodSpec
	replicas int32
}

// Faults says what is wrong with the objects, as far as that can be seen without a cluster.
func (all *Manifests) Faults() []string {
	var faults []string
	report := func(format string, arguments ...any) { faults = append(faults, fmt.Sprintf(format, arguments...)) }
	for _, each := range all.pods() {
		checkSafety(each, report)
		all.checkReferences(each, report)
		if each.selector != nil {
			checkSelected(each.name, each.selector, each.labels, report)
			checkProbes(each, report)
			all.checkBudget(each, report)
		}
		if container := each.spec.Containers[0]; container.Name == "parley" {
			checkDrain(each, container, report)
		}
	}
	for _, service := range all.Services {
		all.checkService(service, report)
	}
	for _, policy := range all.Policies {
		if !all.selects(policy.Spec.PodSelector.MatchLabels) {
			report("network policy %s selects no pod", policy.Name)
		}
	}
	return faults
}

func (all *Manifests) pods() []pod {
	var pods []pod
	for _, each := range all.Deployments {
		pods = append(pods, pod{each.Name, each.Spec.Template.Labels, each.Spec.Selector, each.Spec.Template.Spec, *each.Spec.Replicas})
	}
	for _, each := range all.StatefulSets {
		pods = append(pods, pod{each.Name, each.Spec.Template.Labels, each.Spec.Selector, each.Spec.Template.Spec, *each.Spec.Replicas})
	}
	for _, each := range all.Jobs {
		pods = append(pods, pod{each.Name, each.Spec.Template.Labels, nil, each.Spec.Template.Spec, 1})
	}
	return pods
}

func checkSafety(each pod, report func(string, ...any)) {
	context := each.spec.SecurityContext
	if context == nil || context.RunAsNonRoot == nil || !*context.RunAsNonRoot || context.RunAsUser == nil || *context.RunAsUser == 0 {
		report("%s may run as root", each.name)
	}
	if context == nil || context.SeccompProfile == nil {
		report("%s has no seccomp profile", each.name)
	}
	if each.spec.AutomountServiceAccountToken == nil || *each.spec.AutomountServiceAccountToken {
		report("%s is given a token for the cluster's API", each.name)
	}
	if each.spec.EnableServiceLinks == nil || *each.spec.EnableServiceLinks {
		report("%s is given variables such as PARLEY_PORT, for each service", each.name)
	}
	for _, container := range each.spec.Containers {
		own := container.SecurityContext
		if own == nil || own.ReadOnlyRootFilesystem == nil || !*own.ReadOnlyRootFilesystem {
			report("%s may write to its image", each.name)
		}
		if own == nil || own.AllowPrivilegeEscalation == nil || *own.AllowPrivilegeEscalation || own.Capabilities == nil || len(own.Capabilities.Drop) == 0 {
			report("%s keeps rights that it does not need", each.name)
		}
		if container.Resources.Requests.Memory().IsZero() || container.Resources.Requests.Cpu().IsZero() || container.Resources.Limits.Memory().IsZero() {
			report("%s does not say how much memory and CPU it needs", each.name)
		}
	}
}

func checkSelected(name string, selector *metav1.LabelSelector, of map[string]string, report func(string, ...any)) {
	matcher, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil || matcher.Empty() || !matcher.Matches(labels.Set(of)) {
		report("%s does not select its own pods", name)
	}
}

func checkProbes(each pod, report func(string, ...any)) {
	container := each.spec.Containers[0]
	for kind, probe := range map[string]*corev1.Probe{"startup": container.StartupProbe, "readiness": container.ReadinessProbe, "liveness": container.LivenessProbe} {
		if probe == nil {
			report("%s has no %s probe", each.name, kind)
		} else if get := probe.HTTPGet; get != nil && get.Port.Type == intstr.String && !hasPort(container, get.Port.StrVal) {
			report("the %s probe of %s asks at a port %s that it does not have", kind, each.name, get.Port.StrVal)
		}
	}
}

// An instance that is killed while it drains cuts all that are left at once.
func checkDrain(each pod, container corev1.Container, report func(string, ...any)) {
	if container.ReadinessProbe == nil || container.ReadinessProbe.HTTPGet == nil || container.ReadinessProbe.HTTPGet.Path != "/readyz" {
		report("%s is not asked at /readyz whether it is ready", each.name)
	}
	if container.LivenessProbe != nil && container.LivenessProbe.HTTPGet != nil && container.LivenessProbe.HTTPGet.Path == "/readyz" {
		report("%s is restarted whenever Redis is away", each.name)
	}
	var needed time.Duration
	if container.Lifecycle != nil && container.Lifecycle.PreStop != nil && container.Lifecycle.PreStop.Exec != nil {
		command := container.Lifecycle.PreStop.Exec.Command
		if seconds, err := strconv.Atoi(command[len(command)-1]); err == nil && command[0] == "sleep" {
			needed += time.Duration(seconds) * time.Second
		}
	}
	if needed == 0 {
		report("%s does not wait before it ends until nothing new is sent to it", each.name)
	}
	for _, variable := range container.Env {
		if variable.Name == "PARLEY_DRAIN" {
			drain, err := time.ParseDuration(variable.Value)
			if err != nil {
				report("%s drains for %q", each.name, variable.Value)
			}
			needed += drain + rest
		}
	}
	grace := time.Duration(*each.spec.TerminationGracePeriodSeconds) * time.Second
	if grace < needed {
		report("%s is killed after %s, though it needs %s to send its streams away", each.name, grace, needed)
	}
}

func (all *Manifests) checkReferences(each pod, report func(string, ...any)) {
	for _, container := range each.spec.Containers {
		for _, variable := range container.Env {
			if variable.ValueFrom != nil && variable.ValueFrom.SecretKeyRef != nil {
				all.checkSecret(each.name, variable.ValueFrom.SecretKeyRef, report)
			}
		}
		for _, mount := range container.VolumeMounts {
			if !all.hasVolume(each, mount.Name) {
				report("%s mounts %s, which it does not have", each.name, mount.Name)
			}
		}
	}
	for _, volume := range each.spec.Volumes {
		if volume.ConfigMap != nil && !all.hasConfigMap(volume.ConfigMap.Name) {
			report("%s needs a config map %s, which is not there", each.name, volume.ConfigMap.Name)
		}
	}
}

// One that is made by hand need not be there; one that is must have the key.
func (all *Manifests) checkSecret(name string, reference *corev1.SecretKeySelector, report func(string, ...any)) {
	for _, secret := range all.Secrets {
		if secret.Name == reference.Name && secret.Data[reference.Key] == nil {
			report("%s needs %s of the secret %s, which has none", name, reference.Key, reference.Name)
		}
	}
}

func (all *Manifests) hasConfigMap(name string) bool {
	for _, each := range all.ConfigMaps {
		if each.Name == name {
			return true
		}
	}
	return false
}

func (all *Manifests) hasVolume(each pod, name string) bool {
	for _, volume := range each.spec.Volumes {
		if volume.Name == name {
			return true
		}
	}
	for _, set := range all.StatefulSets {
		for _, claim := range set.Spec.VolumeClaimTemplates {
			if set.Name == each.name && claim.Name == name {
				return true
			}
		}
	}
	return false
}

func (all *Manifests) checkService(service corev1.Service, report func(string, ...any)) {
	for _, each := range all.pods() {
		if labels.SelectorFromSet(service.Spec.Selector).Matches(labels.Set(each.labels)) {
			for _, port := range service.Spec.Ports {
				if port.TargetPort.Type == intstr.String && !hasPort(each.spec.Containers[0], port.TargetPort.StrVal) {
					report("service %s leads to a port %s that %s does not have", service.Name, port.TargetPort.StrVal, each.name)
				}
			}
			return
		}
	}
	report("service %s leads nowhere", service.Name)
}

// All but one must stay when nodes are emptied, and one must be allowed to go.
func (all *Manifests) checkBudget(each pod, report func(string, ...any)) {
	for _, budget := range all.Budgets {
		matcher, err := metav1.LabelSelectorAsSelector(budget.Spec.Selector)
		if err == nil && !matcher.Empty() && matcher.Matches(labels.Set(each.labels)) {
			if budget.Spec.MaxUnavailable == nil || budget.Spec.MaxUnavailable.IntValue() != 1 || each.replicas < 2 {
				report("%s: not one of %d may be away at a time", each.name, each.replicas)
			}
			return
		}
	}
	report("%s has no disruption budget", each.name)
}

func (all *Manifests) selects(wanted map[string]string) bool {
	for _, each := range all.pods() {
		if labels.SelectorFromSet(wanted).Matches(labels.Set(each.labels)) {
			return true
		}
	}
	return false
}

func hasPort(container corev1.Container, name string) bool {
	for _, port := range container.Ports {
		if port.Name == name {
			return true
		}
	}
	return false
}
