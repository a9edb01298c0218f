extension DocumentTypes {
    /// Service Catalog Management, TMF633 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let serviceCatalog = """
        type Any
        type AssociationSpecificationRef
            id:string! href:string name:string @referredType:string
        type AttachmentRefOrValue
            id:string href:string attachmentType:string content:string description:string mimeType:string
            name:string url:string size:Quantity validFor:TimePeriod @referredType:string
        type CharacteristicSpecification
            id:string configurable:boolean description:string extensible:boolean isUnique:boolean
            maxCardinality:integer minCardinality:integer name:string regex:string valueType:string
            charSpecRelationship:CharacteristicSpecificationRelationship[]
            characteristicValueSpecification:CharacteristicValueSpecification[] validFor:TimePeriod
            @valueSchemaLocation:string
        type CharacteristicSpecificationRelationship
            characteristicSpecificationId:string name:string parentSpecificationHref:string
            parentSpecificationId:string relationshipType:string validFor:TimePeriod
        type CharacteristicValueSpecification
            isDefault:boolean rangeInterval:string regex:string unitOfMeasure:string valueFrom:integer
            valueTo:integer valueType:string validFor:TimePeriod value:Any
        type ConstraintRef
            id:string! href:string name:string version:string @referredType:string
        type EntitySpecificationRelationship
            id:string href:string name:string relationshipType:string! role:string
            associationSpec:AssociationSpecificationRef validFor:TimePeriod @referredType:string
        type FeatureSpecification
            id:string isBundle:boolean isEnabled:boolean name:string version:string constraint:ConstraintRef[]
            featureSpecCharacteristic:FeatureSpecificationCharacteristic[]
            featureSpecRelationship:FeatureSpecificationRelationship[] validFor:TimePeriod
        type FeatureSpecificationCharacteristic
            id:string configurable:boolean description:string extensible:boolean isUnique:boolean
            maxCardinality:integer minCardinality:integer name:string! regex:string valueType:string
            featureSpecCharRelationship:FeatureSpecificationCharacteristicRelationship[]
            featureSpecCharacteristicValue:CharacteristicValueSpecification[] validFor:TimePeriod
            @valueSchemaLocation:string
        type FeatureSpecificationCharacteristicRelationship
            characteristicId:string featureId:string name:string relationshipType:string
            resourceSpecificationHref:string resourceSpecificationId:string validFor:TimePeriod
        type FeatureSpecificationRelationship
            featureId:string name:string! parentSpecificationHref:string parentSpecificationId:string
            relationshipType:string! validFor:TimePeriod
        type Quantity
            amount:number units:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type ResourceSpecificationRef
            id:string! href:string name:string version:string @referredType:string
        type ServiceLevelSpecificationRef
            id:string! href:string name:string @referredType:string
        type ServiceSpecRelationship
            id:string href:string name:string relationshipType:string! role:string validFor:TimePeriod
            @referredType:string
        type ServiceSpecification
            id:string href:string description:string isBundle:boolean lastUpdate:dateTime lifecycleStatus:string
            name:string version:string attachment:AttachmentRefOrValue[] constraint:ConstraintRef[]
            entitySpecRelationship:EntitySpecificationRelationship[] featureSpecification:FeatureSpecification[]
            relatedParty:RelatedParty[] resourceSpecification:ResourceSpecificationRef[]
            serviceLevelSpecification:ServiceLevelSpecificationRef[]
            serviceSpecRelationship:ServiceSpecRelationship[] specCharacteristic:CharacteristicSpecification[]
            targetEntitySchema:TargetEntitySchema validFor:TimePeriod
        type TargetEntitySchema
            @schemaLocation:string! @type:string!
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
