// Package scopekind lets the compiler tell the kinds of scopes apart. Each type of scope
// in package flagtui embeds one of these types, and so has a method for each kind that it
// is not of.
//
// The code that "flagtui generate go" writes needs no other method. Its parameter type
// for scopes of a project or a section is an interface with NotSystem, NotTenant and
// the methods of Others, which only these two kinds have in common.
package scopekind

// System has the methods of the system's scope.
type System struct {
	notTenant
	notProject
	notSection
	Others
}

// Tenant has the methods of a tenant's scope.
type Tenant struct {
	notSystem
	notProject
	notSection
	Others
}

// Project has the methods of a project's scope.
type Project struct {
	notSystem
	notTenant
	notSection
	Others
}

// Section has the methods of a section's scope.
type Section struct {
	notSystem
	notTenant
	notProject
	Others
}

// MostOthers is the number of kinds that one generated package may have besides system,
// tenant, project and section. Others has one method more. All kinds of the package have
// that method. A flagtui.OtherScope lacks it, because the compiler does not know its kind.
const MostOthers = 7

// Others has a method for each number that a generated package may give to a kind other
// than system, tenant, project and section.
type Others struct{}

// The generated scope of the other kind with number N lacks the method NotOtherN.

func (Others) NotOther1() {}
func (Others) NotOther2() {}
func (Others) NotOther3() {}
func (Others) NotOther4() {}
func (Others) NotOther5() {}
func (Others) NotOther6() {}
func (Others) NotOther7() {}
func (Others) NotOther8() {}

type (
	notSystem  struct{}
	notTenant  struct{}
	notProject struct{}
	notSection struct{}
)

func (notSystem) NotSystem()   {}
func (notTenant) NotTenant()   {}
func (notProject) NotProject() {}
func (notSection) NotSection() {}
