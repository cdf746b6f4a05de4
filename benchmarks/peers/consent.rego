package consent

import rego.v1

guardians := {"fact-of-treatment", "attendance-billing", "goals-progress", "home-practice", "safety-concern"}

entitled := {"fact-of-treatment", "attendance-billing"}

covert := {"safety-concern", "session-detail", "contact-data", "report-existence"}

default allow := false

allow if {
	not protected
	not doubtful
	harm_permits
}

allow if {
	not protected
	not doubtful
	not harm_decides
	not minors
	not input.bounded
	not wishes_against
	permitted
}

# Protection
protected if input.item_class in {"psychotherapy-note", "third-party"}

protected if input.protective

protected if input.restricted

protected if input.terminated

protected if input.named

protected if input.danger == "substantiated"

protected if {
	input.danger == "alleged"
	input.item_class in covert
}

# Doubts: a yes becomes a question.
doubtful if not input.law_known

doubtful if input.contradictory

doubtful if {
	input.with_accused
	input.item_class in covert
}

doubtful if {
	input.standing >= 2
	not input.verified
}

# Harm
harm if {
	input.grave
	input.item_class == "safety-concern"
	input.standing >= 2
}

unsaid if input.child_yes != 2

unsaid if input.child_no

harm_permits if {
	harm
	not input.grown
	not input.alone
}

harm_permits if {
	harm
	not input.grown
	unsaid
	input.notice == "shall"
}

harm_permits if {
	harm
	not input.grown
	unsaid
	input.notice == "incapable"
	input.incapable
}

harm_decides if {
	harm
	unsaid
}

harm_decides if harm_permits

# Statutes on minors, and coming of age
minors if {
	input.grown
	input.child_yes != 2
}

minors if {
	unspoken
	input.law_verified
	input.recognised
	input.information == "forbidden"
}

minors if {
	unspoken
	input.law_verified
	input.recognised
	input.information == "discretion"
	input.standing >= 2
}

minors if {
	unspoken
	input.law_verified
	input.recognised
	input.information == "discretion"
	not input.item_class in guardians
}

minors if {
	unspoken
	input.standing >= 2
	not input.law_verified
}

minors if {
	unspoken
	input.standing >= 2
	input.information == "unknown"
}

minors if {
	unspoken
	input.standing >= 2
	input.law_verified
	not input.recognised
}

minors if {
	input.alone
	not input.grown
	input.child_yes == 1
	not input.child_no
}

unspoken if {
	input.alone
	not input.grown
	input.child_yes == 0
}

# Wishes
wishes_against if {
	input.child_no
	input.alone
}

wishes_against if {
	input.child_no
	input.grown
}

wishes_against if {
	input.child_no
	input.standing < 2
}

wishes_against if {
	input.child_no
	not input.item_class in entitled
}

wishes_against if {
	input.item_class == "session-detail"
	input.agreement
	input.child_yes == 0
}

wishes_against if {
	input.item_class == "session-detail"
	input.child_yes == 1
	input.standing >= 2
}

wishes_against if {
	input.refused
	input.standing >= 2
}

wishes_against if {
	input.refused
	guardians_speak
}

wishes_against if {
	input.joint_missing
	guardians_speak
}

wishes_against if {
	input.guardians_yes == 1
	guardians_speak
}

guardians_speak if {
	input.guardians_yes > 0
	not input.alone
	input.standing < 2
	input.item_class in guardians
}

guardians_speak if {
	input.guardians_yes > 0
	not input.alone
	input.standing < 2
	input.item_class == "session-detail"
	input.child_yes == 2
}

permitted if guardians_speak

permitted if {
	child_agrees
	input.standing >= 2
}

permitted if {
	child_agrees
	input.alone
}

permitted if {
	child_agrees
	input.grown
}

child_agrees if {
	input.child_yes == 2
	input.item_class in guardians | {"session-detail"}
}

# Defaults
permitted if {
	input.item_class == "safety-concern"
	input.standing >= 2
}

permitted if {
	input.item_class in guardians
	input.standing >= 2
	not input.clinic_withholds
}

permitted if {
	input.item_class == "session-detail"
	input.standing == 3
	not input.agreement
	not input.detail_age
	not input.clinic_withholds
}
