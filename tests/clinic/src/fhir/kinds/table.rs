//! The types, from FHIR R4 (4.0.1): elements of each, codes of `status`, search parameters, owners.

use super::{Form, Kind, Owner, Param};

const IDENTIFIER: Param = token("identifier", "identifier");
const STATUS: Param = token("status", "status");

const fn token(name: &'static str, path: &'static str) -> Param {
    Param { name, form: Form::Token, path }
}

const fn date(name: &'static str, path: &'static str) -> Param {
    Param { name, form: Form::Date, path }
}

const fn to(name: &'static str, path: &'static str, target: &'static str) -> Param {
    Param { name, form: Form::Reference(target), path }
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "AllergyIntolerance",
        elements: "identifier clinicalStatus verificationStatus type category criticality code patient encounter \
            onsetDateTime onsetAge onsetPeriod onsetRange onsetString recordedDate recorder asserter \
            lastOccurrence note reaction",
        statuses: "",
        params: &[IDENTIFIER, to("patient", "patient", "Patient")],
        owner: Owner::Both(&["patient", "recorder"]),
    },
    Kind {
        name: "Binary",
        elements: "contentType securityContext data",
        statuses: "",
        params: &[],
        owner: Owner::Both(&["securityContext"]),
    },
    Kind {
        name: "Communication",
        elements: "identifier instantiatesCanonical instantiatesUri basedOn partOf inResponseTo status \
            statusReason category priority medium subject topic about encounter sent received recipient \
            sender reasonCode reasonReference payload note",
        statuses: "preparation in-progress not-done on-hold stopped completed entered-in-error unknown",
        params: &[IDENTIFIER, STATUS, to("patient", "subject", "Patient")],
        owner: Owner::Both(&["subject", "sender", "recipient"]),
    },
    Kind {
        name: "DocumentReference",
        elements: "masterIdentifier identifier status docStatus type category subject date author authenticator \
            custodian relatesTo description securityLabel content context",
        statuses: "current superseded entered-in-error",
        params: &[IDENTIFIER, STATUS, to("patient", "subject", "Patient"), date("date", "date")],
        owner: Owner::Both(&["subject", "author"]),
    },
    Kind {
        name: "HealthcareService",
        elements: "identifier active providedBy category type specialty location name comment extraDetails photo \
            telecom coverageArea serviceProvisionCode eligibility program characteristic communication \
            referralMethod appointmentRequired availableTime notAvailable availabilityExceptions endpoint",
        statuses: "",
        params: &[IDENTIFIER],
        owner: Owner::Clinic,
    },
    Kind {
        name: "MedicationRequest",
        elements: "identifier status statusReason intent category priority doNotPerform reportedBoolean \
            reportedReference medicationCodeableConcept medicationReference subject encounter \
            supportingInformation authoredOn requester performer performerType recorder reasonCode \
            reasonReference instantiatesCanonical instantiatesUri basedOn groupIdentifier \
            courseOfTherapyType insurance note dosageInstruction dispenseRequest substitution \
            priorPrescription detectedIssue eventHistory",
        statuses: "active on-hold cancelled completed entered-in-error stopped draft unknown",
        params: &[IDENTIFIER, STATUS, to("patient", "subject", "Patient")],
        owner: Owner::Practitioner(&["subject", "requester"]),
    },
    Kind {
        name: "Observation",
        elements: "identifier basedOn partOf status category code subject focus encounter effectiveDateTime \
            effectivePeriod effectiveTiming effectiveInstant issued performer valueQuantity \
            valueCodeableConcept valueString valueBoolean valueInteger valueRange valueRatio \
            valueSampledData valueTime valueDateTime valuePeriod dataAbsentReason interpretation note \
            bodySite method specimen device referenceRange hasMember derivedFrom component",
        statuses: "registered preliminary final amended corrected cancelled entered-in-error unknown",
        params: &[
            IDENTIFIER,
            STATUS,
            token("code", "code"),
            date("date", "effectiveDateTime"),
            to("patient", "subject", "Patient"),
            to("subject", "subject", ""),
        ],
        owner: Owner::Both(&["subject", "performer"]),
    },
    Kind {
        name: "QuestionnaireResponse",
        elements: "identifier basedOn partOf questionnaire status subject encounter authored author source item",
        statuses: "in-progress completed amended entered-in-error stopped",
        params: &[IDENTIFIER, STATUS, to("patient", "subject", "Patient")],
        owner: Owner::Both(&["subject", "author", "source"]),
    },
    Kind {
        name: "Appointment",
        elements: "identifier status cancelationReason serviceCategory serviceType specialty appointmentType \
            reasonCode reasonReference priority description supportingInformation start end \
            minutesDuration slot created comment patientInstruction basedOn participant requestedPeriod",
        statuses: "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in \
            waitlist",
        params: &[
            IDENTIFIER,
            STATUS,
            date("date", "start"),
            to("actor", "participant.actor", ""),
            to("patient", "participant.actor", "Patient"),
            to("practitioner", "participant.actor", "Practitioner"),
            to("slot", "slot", "Slot"),
        ],
        owner: Owner::Both(&["participant.actor"]),
    },
    Kind {
        name: "ChargeItemDefinition",
        elements: "url identifier version title derivedFromUri partOf replaces status experimental date \
            publisher contact description useContext jurisdiction copyright approvalDate lastReviewDate \
            effectivePeriod code instance applicability propertyGroup",
        statuses: "draft active retired unknown",
        params: &[Param { name: "url", form: Form::Uri, path: "url" }, IDENTIFIER, STATUS],
        owner: Owner::Clinic,
    },
    Kind {
        name: "Consent",
        elements: "identifier status scope category patient dateTime performer organization sourceAttachment \
            sourceReference policy policyRule verification provision",
        statuses: "draft proposed active rejected inactive entered-in-error",
        params: &[IDENTIFIER, STATUS, to("patient", "patient", "Patient")],
        owner: Owner::Both(&["patient", "performer"]),
    },
    Kind {
        name: "Coverage",
        elements: "identifier status type policyHolder subscriber subscriberId beneficiary dependent \
            relationship period payor class order network costToBeneficiary subrogation contract",
        statuses: "active cancelled draft entered-in-error",
        params: &[
            IDENTIFIER,
            STATUS,
            to("beneficiary", "beneficiary", "Patient"),
            to("patient", "beneficiary", "Patient"),
        ],
        owner: Owner::Practitioner(&["beneficiary"]),
    },
    Kind {
        name: "Encounter",
        elements: "identifier status statusHistory class classHistory type serviceType priority subject \
            episodeOfCare basedOn participant appointment period length reasonCode reasonReference \
            diagnosis account hospitalization location serviceProvider partOf",
        statuses: "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown",
        params: &[
            IDENTIFIER,
            STATUS,
            date("date", "period.start"),
            to("appointment", "appointment", "Appointment"),
            to("patient", "subject", "Patient"),
            to("subject", "subject", ""),
        ],
        owner: Owner::Both(&["subject", "participant.individual"]),
    },
    Kind {
        name: "Organization",
        elements: "identifier active type name alias telecom address partOf contact endpoint",
        statuses: "",
        params: &[IDENTIFIER],
        owner: Owner::Clinic,
    },
    Kind {
        name: "Patient",
        elements: "identifier active name telecom gender birthDate deceasedBoolean deceasedDateTime address \
            maritalStatus multipleBirthBoolean multipleBirthInteger photo contact communication \
            generalPractitioner managingOrganization link",
        statuses: "",
        params: &[IDENTIFIER, to("general-practitioner", "generalPractitioner", "")],
        owner: Owner::Both(&["generalPractitioner"]),
    },
    Kind {
        name: "Practitioner",
        elements: "identifier active name telecom address gender birthDate photo qualification communication",
        statuses: "",
        params: &[IDENTIFIER],
        owner: Owner::Clinic,
    },
    Kind {
        name: "PractitionerRole",
        elements: "identifier active period practitioner organization code specialty location healthcareService \
            telecom availableTime notAvailable availabilityExceptions endpoint",
        statuses: "",
        params: &[
            IDENTIFIER,
            to("practitioner", "practitioner", "Practitioner"),
            to("organization", "organization", "Organization"),
        ],
        owner: Owner::Clinic,
    },
    Kind {
        name: "Schedule",
        elements: "identifier active serviceCategory serviceType specialty actor planningHorizon comment",
        statuses: "",
        params: &[IDENTIFIER, to("actor", "actor", "")],
        owner: Owner::Clinic,
    },
    Kind {
        name: "ServiceRequest",
        elements: "identifier instantiatesCanonical instantiatesUri basedOn replaces requisition status intent \
            category priority doNotPerform code orderDetail quantityQuantity quantityRatio quantityRange \
            subject encounter occurrenceDateTime occurrencePeriod occurrenceTiming asNeededBoolean \
            asNeededCodeableConcept authoredOn requester performerType performer locationCode \
            locationReference reasonCode reasonReference insurance supportingInfo specimen bodySite note \
            patientInstruction relevantHistory",
        statuses: "draft active on-hold revoked completed entered-in-error unknown",
        params: &[
            IDENTIFIER,
            STATUS,
            to("patient", "subject", "Patient"),
            to("subject", "subject", ""),
            to("encounter", "encounter", "Encounter"),
        ],
        owner: Owner::Practitioner(&["subject", "requester", "performer"]),
    },
    Kind {
        name: "Slot",
        elements: "identifier serviceCategory serviceType specialty appointmentType schedule status start end \
            overbooked comment",
        statuses: "busy free busy-unavailable busy-tentative entered-in-error",
        params: &[IDENTIFIER, STATUS, to("schedule", "schedule", "Schedule"), date("start", "start")],
        owner: Owner::Clinic,
    },
];
