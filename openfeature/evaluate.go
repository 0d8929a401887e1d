package openfeature

import (
	"context"
	"fmt"
	"slices"
	"strings"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
)

// staleReason is a reason of the specification that the SDK has no constant for.
const staleReason of.Reason = "STALE"

// BooleanEvaluation evaluates a flag at the scope of the evaluation context.
//
// The reason is TARGETING_MATCH for a value that the scope itself has, STATIC for the
// system's value, DEFAULT for the definition's default, and STALE for any value if the
// client has lost the database.
func (p *Provider) BooleanEvaluation(_ context.Context, flag string, defaultValue bool, evaluation of.FlattenedContext) of.BoolResolutionDetail {
	result, detail := p.evaluate(flag, evaluation)
	if detail.Error() != nil {
		return of.BoolResolutionDetail{Value: defaultValue, ProviderResolutionDetail: detail}
	}
	return of.BoolResolutionDetail{Value: result.Enabled, ProviderResolutionDetail: detail}
}

// StringEvaluation fails with TYPE_MISMATCH, because each flag is a boolean.
func (p *Provider) StringEvaluation(_ context.Context, flag string, defaultValue string, evaluation of.FlattenedContext) of.StringResolutionDetail {
	return mismatch(p, flag, defaultValue, evaluation)
}

// FloatEvaluation fails with TYPE_MISMATCH, because each flag is a boolean.
func (p *Provider) FloatEvaluation(_ context.Context, flag string, defaultValue float64, evaluation of.FlattenedContext) of.FloatResolutionDetail {
	return mismatch(p, flag, defaultValue, evaluation)
}

// IntEvaluation fails with TYPE_MISMATCH, because each flag is a boolean.
func (p *Provider) IntEvaluation(_ context.Context, flag string, defaultValue int64, evaluation of.FlattenedContext) of.IntResolutionDetail {
	return mismatch(p, flag, defaultValue, evaluation)
}

// ObjectEvaluation fails with TYPE_MISMATCH, because each flag is a boolean.
func (p *Provider) ObjectEvaluation(_ context.Context, flag string, defaultValue any, evaluation of.FlattenedContext) of.InterfaceResolutionDetail {
	return mismatch(p, flag, defaultValue, evaluation)
}

// mismatch answers an evaluation for another type than boolean.
func mismatch[T any](p *Provider, flag string, defaultValue T, evaluation of.FlattenedContext) of.GenericResolutionDetail[T] {
	_, detail := p.evaluate(flag, evaluation)
	switch detail.ResolutionDetail().ErrorCode {
	case of.FlagNotFoundCode, of.ProviderNotReadyCode:
	default:
		detail = failed(of.NewTypeMismatchResolutionError(fmt.Sprintf("the flag %q is a boolean", flag)))
	}
	return of.GenericResolutionDetail[T]{Value: defaultValue, ProviderResolutionDetail: detail}
}

func failed(err of.ResolutionError) of.ProviderResolutionDetail {
	return of.ProviderResolutionDetail{ResolutionError: err, Reason: of.ErrorReason}
}

// evaluate evaluates a flag at the first scope of the context that the flag's definition
// allows, or else for the whole system.
func (p *Provider) evaluate(flag string, evaluation of.FlattenedContext) (flagtui.Result, of.ProviderResolutionDetail) {
	if !p.ready.Load() {
		return flagtui.Result{}, failed(of.ProviderNotReadyError)
	}
	var refused flagtui.Result // the first one with a scope that the definition does not allow
	var missing []string
	for _, source := range p.sources {
		scope, found, err := source.read(evaluation)
		switch {
		case err != nil:
			return flagtui.Result{}, failed(*err)
		case !found:
			missing = append(missing, source.attribute)
			continue
		}
		result := p.client.Evaluate(flag, scope)
		if result.Reason != flagtui.ReasonWrongScope {
			return result, detailOf(result)
		}
		if refused.Scope == nil {
			refused = result
		}
	}
	result := p.client.Evaluate(flag, flagtui.System)
	if result.Reason != flagtui.ReasonWrongScope && result.Reason != flagtui.ReasonInvalidScope {
		return result, detailOf(result)
	}
	switch {
	case slices.Contains(missing, of.TargetingKey):
		return result, failed(of.NewTargetingKeyMissingResolutionError(fmt.Sprintf("the flag %q is for scopes below the system, and the context has no targeting key", flag)))
	case len(missing) > 0:
		return result, failed(of.NewInvalidContextResolutionError(fmt.Sprintf("the flag %q is for scopes below the system, and the context lacks the attribute %s", flag, strings.Join(missing, " or "))))
	}
	return refused, failed(of.NewInvalidContextResolutionError(refused.Err().Error()))
}

// detailOf returns the reason for a result, or its error. With an error, the SDK gives
// the caller the default value of the call.
func detailOf(result flagtui.Result) of.ProviderResolutionDetail {
	detail := of.ProviderResolutionDetail{FlagMetadata: of.FlagMetadata{"scope": result.Scope.String(), "registered": result.Registered}}
	if result.Source != "" {
		detail.FlagMetadata["source"] = result.Source
	}
	if err := errorOf(result); err != nil {
		detail.ResolutionError, detail.Reason = *err, of.ErrorReason
		if len(result.Depends) > 0 {
			detail.FlagMetadata["depends"] = strings.Join(result.Depends, ", ")
		}
		return detail
	}
	if detail.Variant = "off"; result.Enabled {
		detail.Variant = "on"
	}
	switch {
	case result.Stale:
		detail.Reason = staleReason
	case result.Source == "default":
		detail.Reason = of.DefaultReason
	case result.Source == "system":
		detail.Reason = of.StaticReason
	default:
		detail.Reason = of.TargetingMatchReason
	}
	return detail
}

// errorOf returns nil for a value that is on or off. An override of a flag without a
// definition is such a value, because the application reads it, too. So is a default that
// the client has by WithDefaultsWhenAway.
func errorOf(result flagtui.Result) *of.ResolutionError {
	var resolution of.ResolutionError
	switch err := result.Err(); {
	case len(result.Depends) > 0:
		result.Reason = flagtui.ReasonDepends // an undefined flag can depend on something, too
		err = result.Err()
		resolution = of.NewGeneralResolutionError(err.Error(), err)
	case !result.Registered && result.Source == "default":
		resolution = of.NewFlagNotFoundResolutionError(fmt.Sprintf("the flag %q has no definition and no override", result.Name))
	case err == nil, result.Reason == flagtui.ReasonUndefined, result.Source == "default" && result.Reason == flagtui.ReasonUnavailable:
		return nil
	case result.Reason == flagtui.ReasonInvalidScope:
		resolution = of.NewInvalidContextResolutionError(err.Error())
	default:
		resolution = of.NewGeneralResolutionError(err.Error(), err)
	}
	return &resolution
}
