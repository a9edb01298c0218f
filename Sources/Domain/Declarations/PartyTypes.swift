extension DocumentTypes {
    /// Party Management, TMF632 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let party = """
        enum IndividualStateType
            initialized validated deceaded
        enum OrganizationStateType
            initialized validated closed
        type Any
        type AttachmentRefOrValue
            id:string href:string attachmentType:string content:string description:string mimeType:string
            name:string url:string size:Quantity validFor:TimePeriod @referredType:string
        type Characteristic
            name:string! valueType:string value:Any!
        type ContactMedium
            mediumType:string preferred:boolean characteristic:MediumCharacteristic validFor:TimePeriod
        type Disability
            disabilityCode:string disabilityName:string validFor:TimePeriod
        type ExternalReference
            externalReferenceType:string name:string
        type Individual
            id:string! href:string aristocraticTitle:string birthDate:dateTime countryOfBirth:string
            deathDate:dateTime familyName:string familyNamePrefix:string formattedName:string fullName:string
            gender:string generation:string givenName:string legalName:string location:string
            maritalStatus:string middleName:string nationality:string placeOfBirth:string
            preferredGivenName:string title:string contactMedium:ContactMedium[]
            creditRating:PartyCreditProfile[] disability:Disability[] externalReference:ExternalReference[]
            individualIdentification:IndividualIdentification[] languageAbility:LanguageAbility[]
            otherName:OtherNameIndividual[] partyCharacteristic:Characteristic[] relatedParty:RelatedParty[]
            skill:Skill[] status:IndividualStateType taxExemptionCertificate:TaxExemptionCertificate[]
        type IndividualIdentification
            identificationId:string identificationType:string issuingAuthority:string issuingDate:dateTime
            attachment:AttachmentRefOrValue validFor:TimePeriod
        type LanguageAbility
            isFavouriteLanguage:boolean languageCode:string languageName:string listeningProficiency:string
            readingProficiency:string speakingProficiency:string writingProficiency:string validFor:TimePeriod
        type MediumCharacteristic
            city:string contactType:string country:string emailAddress:string faxNumber:string
            phoneNumber:string postCode:string socialNetworkId:string stateOrProvince:string street1:string
            street2:string
        type Organization
            id:string! href:string isHeadOffice:boolean isLegalEntity:boolean name:string nameType:string
            organizationType:string tradingName:string contactMedium:ContactMedium[]
            creditRating:PartyCreditProfile[] existsDuring:TimePeriod externalReference:ExternalReference[]
            organizationChildRelationship:OrganizationChildRelationship[]
            organizationIdentification:OrganizationIdentification[]
            organizationParentRelationship:OrganizationParentRelationship otherName:OtherNameOrganization[]
            partyCharacteristic:Characteristic[] relatedParty:RelatedParty[] status:OrganizationStateType
            taxExemptionCertificate:TaxExemptionCertificate[]
        type OrganizationChildRelationship
            relationshipType:string organization:OrganizationRef
        type OrganizationIdentification
            identificationId:string identificationType:string issuingAuthority:string issuingDate:dateTime
            attachment:AttachmentRefOrValue validFor:TimePeriod
        type OrganizationParentRelationship
            relationshipType:string organization:OrganizationRef
        type OrganizationRef
            id:string! href:string name:string @referredType:string
        type OtherNameIndividual
            aristocraticTitle:string familyName:string familyNamePrefix:string formattedName:string
            fullName:string generation:string givenName:string legalName:string middleName:string
            preferredGivenName:string title:string validFor:TimePeriod
        type OtherNameOrganization
            name:string nameType:string tradingName:string validFor:TimePeriod
        type PartyCreditProfile
            creditAgencyName:string creditAgencyType:string ratingReference:string ratingScore:integer
            validFor:TimePeriod
        type Quantity
            amount:number units:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type Skill
            comment:string evaluatedLevel:string skillCode:string skillName:string validFor:TimePeriod
        type TaxDefinition
            id:string name:string taxType:string @referredType:string
        type TaxExemptionCertificate
            id:string attachment:AttachmentRefOrValue taxDefinition:TaxDefinition[] validFor:TimePeriod
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
